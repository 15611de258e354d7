// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/base/fault.h"

namespace hall {

namespace {

struct Row
{
    FaultCode code;
    std::string_view name;
    Who who;
    Remedy remedy;
};

constexpr Row rows[] = {
#define HALL_FAULT(id, code, who, remedy) {FaultCode::id, code, Who::who, Remedy::remedy},
#include "app/domain/base/faultcodes.def"
#undef HALL_FAULT
};

const Row &rowOf(FaultCode code)
{
    return rows[static_cast<std::size_t>(code)];
}

}  // namespace

std::string_view Fault::name() const
{
    return rowOf(code).name;
}

Who Fault::who() const
{
    return rowOf(code).who;
}

Remedy Fault::remedy() const
{
    return rowOf(code).remedy;
}

std::string_view faultName(FaultCode code)
{
    return rowOf(code).name;
}

std::string_view whoName(Who who)
{
    switch (who) {
    case Who::Nobody:
        return "nobody";
    case Who::Citizen:
        return "citizen";
    case Who::Staff:
        return "staff";
    case Who::Technician:
        return "technician";
    }
    return {};
}

std::string_view remedyName(Remedy remedy)
{
    switch (remedy) {
    case Remedy::None:
        return "none";
    case Remedy::Wait:
        return "wait";
    case Remedy::TryAgain:
        return "try-again";
    case Remedy::InsertAgain:
        return "insert-again";
    case Remedy::TurnCard:
        return "turn-card";
    case Remedy::UseOtherCard:
        return "use-other-card";
    case Remedy::AskWindow:
        return "ask-window";
    case Remedy::AskTechnician:
        return "ask-technician";
    case Remedy::CheckCable:
        return "check-cable";
    case Remedy::CheckLamp:
        return "check-lamp";
    case Remedy::LoadPaper:
        return "load-paper";
    case Remedy::ClearJam:
        return "clear-jam";
    case Remedy::CloseCover:
        return "close-cover";
    case Remedy::CloseDoor:
        return "close-door";
    case Remedy::RestorePower:
        return "restore-power";
    case Remedy::PutBack:
        return "put-back";
    case Remedy::FitDevice:
        return "fit-device";
    case Remedy::LookForPaper:
        return "look-for-paper";
    case Remedy::FillTray:
        return "fill-tray";
    case Remedy::ChangeToner:
        return "change-toner";
    case Remedy::EmptyTray:
        return "empty-tray";
    case Remedy::LookAtPrinter:
        return "look-at-printer";
    case Remedy::LookForSheet:
        return "look-for-sheet";
    case Remedy::PlacePage:
        return "place-page";
    case Remedy::MovePage:
        return "move-page";
    case Remedy::HoldStill:
        return "hold-still";
    case Remedy::RefreshCode:
        return "refresh-code";
    case Remedy::UseRealCard:
        return "use-real-card";
    case Remedy::Restart:
        return "restart";
    case Remedy::StopOther:
        return "stop-other";
    case Remedy::Update:
        return "update";
    case Remedy::Enrol:
        return "enrol";
    }
    return {};
}

const std::vector<FaultCode> &allFaultCodes()
{
    static const std::vector<FaultCode> all = [] {
        std::vector<FaultCode> codes;
        for (const Row &row : rows) {
            codes.push_back(row.code);
        }
        return codes;
    }();
    return all;
}

}  // namespace hall
