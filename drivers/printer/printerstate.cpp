// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/printerstate.h"

namespace hall::device {

std::optional<Fault> printerFault(Conditions conditions)
{
    struct Row
    {
        Conditions any;
        FaultCode code;
        const char *detail;
    };
    // In the order in which people can deal with them. An error without a cause is most often paper in the way.
    static const Row rows[] = {
        {{Condition::Unrecoverable, Condition::Memory, Condition::Diverter}, FaultCode::PrinterFatal, "unrecoverable"},
        {{Condition::Jam, Condition::Mechanical}, FaultCode::PaperJam, "mechanical"},
        {{Condition::Cutter}, FaultCode::CutterFault, "cutter"},
        {{Condition::PaperEnd, Condition::StoppedByPaperEnd}, FaultCode::PaperOut, "paper end"},
        {{Condition::CoverOpen, Condition::HeadUp, Condition::HeadLocked, Condition::CutterCover},
         FaultCode::CoverOpen,
         "cover or head open"},
        {{Condition::HeadHot, Condition::Voltage}, FaultCode::HeadHot, "head temperature or voltage"},
        {{Condition::Error, Condition::WaitingForRecovery}, FaultCode::PaperJam, "error without a cause"},
        {{Condition::Offline}, FaultCode::DeviceNotReady, "offline without a cause"},
    };
    for (const Row &row : rows) {
        if (conditions.hasAny(row.any)) {
            return Fault(row.code, row.detail);
        }
    }
    return {};
}

bool stopsPaper(const Fault &fault)
{
    return fault.code != FaultCode::HeadHot && fault.code != FaultCode::DeviceNotReady;
}

const char *outcomeName(PrintOutcome outcome)
{
    switch (outcome) {
    case PrintOutcome::Printed:
        return "printed";
    case PrintOutcome::NotPrinted:
        return "not-printed";
    case PrintOutcome::Unknown:
        break;
    }
    return "unknown";
}

Link linkFor(const Fault &fault)
{
    if (fault.code == FaultCode::PrinterFatal) {
        return Link::Failed;
    }
    if (fault.code == FaultCode::DeviceBusy) {
        return Link::Suspended;
    }
    return stopsPaper(fault) ? Link::Blocked : Link::Suspended;
}

std::map<std::string, Fact> printerFacts(Conditions conditions, const PrinterProfile &profile)
{
    std::map<std::string, Fact> facts = unknownFacts(profile);  // what the bits do not tell stays so
    const auto text = [](const char *word) { return Fact(std::string(word)); };

    facts["paper"] = text("ok");
    if (conditions.hasAny({Condition::PaperEnd, Condition::StoppedByPaperEnd})) {
        facts["paper"] = text("out");
    } else if (conditions.hasAny({Condition::NearEnd, Condition::VirtualPaperEnd})) {
        facts["paper"] = text("near-end");
    }
    facts["cover"] = text(conditions.hasAny({Condition::CoverOpen, Condition::CutterCover}) ? "open" : "closed");
    facts["cutter"] = text(conditions.has(Condition::Cutter) ? "fault" : "ok");
    facts["jam"] = conditions.hasAny({Condition::Jam, Condition::Mechanical});
    facts["head"] = text(conditions.hasAny({Condition::HeadUp, Condition::HeadLocked}) ? "up"
                         : conditions.has(Condition::HeadHot)                          ? "hot"
                                                                                       : "ok");
    if (profile.presenter) {
        facts["mouth"] = text(conditions.has(Condition::TicketInMouth) ? "occupied" : "empty");
    }
    return facts;
}

std::map<std::string, Fact> unknownFacts(const PrinterProfile &profile)
{
    std::map<std::string, Fact> facts;
    for (const char *name : {"paper", "cover", "cutter", "jam", "head"}) {
        facts[name] = Unknown{};
    }
    facts["mouth"] = profile.presenter ? Fact(Unknown{}) : Fact(NotSupported{});
    facts["last-paper"] = facts["mouth"];
    facts["paper-left-mm"] = profile.nearEndSensor || profile.rollM > 0 ? Fact(Unknown{}) : Fact(NotSupported{});
    return facts;
}

}  // namespace hall::device
