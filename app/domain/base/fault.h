// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong, who must act and what to do: one value for the whole product. User text lives in QML and the
// catalogue; a Fault carries codes only, plus a detail for technicians that never holds personal data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hall {

enum class Who
{
    Nobody,
    Citizen,
    Staff,
    Technician
};

enum class Remedy
{
    None,
    Wait,
    TryAgain,
    InsertAgain,
    TurnCard,
    UseOtherCard,
    AskWindow,
    AskTechnician,
    CheckCable,
    CheckLamp,
    LoadPaper,
    ClearJam,
    CloseCover,
    CloseDoor,
    RestorePower,
    PutBack,
    FitDevice,
    LookForPaper,
    FillTray,
    ChangeToner,
    EmptyTray,
    LookAtPrinter,
    LookForSheet,
    PlacePage,
    MovePage,
    HoldStill,
    RefreshCode,
    UseRealCard,
    Restart,
    StopOther,
    Update,
    Enrol
};

enum class FaultCode
{
#define HALL_FAULT(id, code, who, remedy) id,
#include "app/domain/base/faultcodes.def"
#undef HALL_FAULT
};

struct Fault
{
    FaultCode code = FaultCode::Internal;
    std::string detail;  // for technicians, English, no personal data

    Fault() = default;
    explicit Fault(FaultCode c, std::string d = {}) : code(c), detail(std::move(d)) {}

    [[nodiscard]] std::string_view name() const;  // "card.mute"
    [[nodiscard]] Who who() const;
    [[nodiscard]] Remedy remedy() const;
    bool operator==(const Fault &) const = default;
};

[[nodiscard]] std::string_view faultName(FaultCode code);
[[nodiscard]] std::string_view whoName(Who who);           // "nobody", "citizen", "staff", "technician"
[[nodiscard]] std::string_view remedyName(Remedy remedy);  // "load-paper" …
[[nodiscard]] const std::vector<FaultCode> &allFaultCodes();

}  // namespace hall
