// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/pagestate.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hall::device {

namespace {

using ipp::PrinterSays;
using ipp::PrinterState;

enum class Matter
{
    PaperOut,
    Jam,
    Cover,
    TonerOut,
    TrayFull,
    // From here on nothing is kept from printing.
    PaperLow,
    TonerLow,
    Other
};

struct Keyword
{
    std::string_view name;
    Matter matter;
};

// RFC 8011, 5.4.12, and PWG 5100.9: those that a fact tells. Others (paused, fuser-over-temp, spool-area-full, a
// maker's own …) are told as the printer says them.
constexpr std::array keywords{
    Keyword{"media-empty", Matter::PaperOut},
    Keyword{"media-needed", Matter::PaperOut},
    Keyword{"input-tray-missing", Matter::PaperOut},
    Keyword{"media-low", Matter::PaperLow},
    Keyword{"media-jam", Matter::Jam},
    Keyword{"cover-open", Matter::Cover},
    Keyword{"door-open", Matter::Cover},
    Keyword{"interlock-open", Matter::Cover},
    Keyword{"toner-empty", Matter::TonerOut},
    Keyword{"marker-supply-empty", Matter::TonerOut},
    Keyword{"toner-low", Matter::TonerLow},
    Keyword{"marker-supply-low", Matter::TonerLow},
    Keyword{"output-area-full", Matter::TrayFull},
};

struct Reason
{
    Matter matter = Matter::Other;
    bool error = false;  // called so, or called nothing
};

Reason reasonOf(std::string_view told)
{
    Reason reason;
    reason.error = true;
    for (const std::string_view mild : {std::string_view("-report"), std::string_view("-warning")}) {
        if (told.ends_with(mild)) {
            reason.error = false;
            told.remove_suffix(mild.size());
        }
    }
    if (told.ends_with("-error")) {
        told.remove_suffix(std::string_view("-error").size());
    } else if (reason.error) {
        // RFC 8011, 5.4.12: without a suffix it is an error, but nothing that people must be sent to by a bare word
        // which nobody knows.
        reason.error =
            std::any_of(keywords.begin(), keywords.end(), [told](const Keyword &k) { return k.name == told; });
    }
    for (const Keyword &keyword : keywords) {
        if (keyword.name == told) {
            reason.matter = keyword.matter;
        }
    }
    return reason;
}

FaultCode faultOf(Matter matter)
{
    switch (matter) {
    case Matter::PaperOut:
        return FaultCode::PagePaperOut;
    case Matter::Jam:
        return FaultCode::PaperJam;
    case Matter::Cover:
        return FaultCode::CoverOpen;
    case Matter::TonerOut:
        return FaultCode::PageTonerOut;
    case Matter::TrayFull:
        return FaultCode::PageTrayFull;
    case Matter::PaperLow:
    case Matter::TonerLow:
    case Matter::Other:
        break;
    }
    return FaultCode::PagePrinterStopped;
}

std::string toldAll(const PrinterSays &says)
{
    std::string all;
    for (const std::string &reason : says.reasons) {
        all += (all.empty() ? "" : " ") + reason;
    }
    return all;
}

// The first in the order of Matter, which is that in which people can deal with them.
std::optional<Fault> worst(const PrinterSays &says, bool whateverItIsCalled)
{
    std::optional<Matter> found;
    for (const std::string &told : says.reasons) {
        const Reason reason = reasonOf(told);
        const bool hinders = reason.matter < Matter::PaperLow || (reason.matter == Matter::Other && reason.error);
        if (hinders && (reason.error || whateverItIsCalled) && (!found || reason.matter < *found)) {
            found = reason.matter;
        }
    }
    return found ? std::optional<Fault>(Fault(faultOf(*found), toldAll(says))) : std::nullopt;
}

}  // namespace

std::optional<Fault> pageFault(const PrinterSays &says)
{
    if (!says.takesPdf) {
        return Fault(FaultCode::PagePrinterNoPdf, "application/pdf is not among its document formats");
    }
    if (!says.hasA4) {
        return Fault(FaultCode::PagePrinterNoA4, "iso_a4_210x297mm is not among its media");
    }
    const bool stopped = says.state == PrinterState::Stopped || !says.accepting;
    if (auto fault = worst(says, stopped)) {
        return fault;
    }
    return stopped ? std::optional<Fault>(Fault(FaultCode::PagePrinterStopped, toldAll(says))) : std::nullopt;
}

std::optional<Fault> hindrance(const PrinterSays &says)
{
    const std::optional<Fault> fault = pageFault(says);
    return fault ? fault : worst(says, true);
}

Link pageLink(const Fault &fault)
{
    switch (fault.who()) {
    case Who::Technician:
        return Link::Failed;
    case Who::Staff:
    case Who::Citizen:
        return Link::Blocked;
    case Who::Nobody:
        break;
    }
    return Link::Suspended;
}

std::map<std::string, Fact> unknownPageFacts()
{
    std::map<std::string, Fact> facts;
    for (const char *name : {"paper", "cover", "jam", "toner", "tray", "model", "says"}) {
        facts[name] = Unknown{};
    }
    return facts;
}

std::map<std::string, Fact> pageFacts(const PrinterSays &says)
{
    const auto text = [](const char *word) { return Fact(std::string(word)); };
    std::map<std::string, Fact> facts{
        {"paper", text("ok")}, {"cover", text("closed")}, {"jam", false}, {"toner", text("ok")}, {"tray", text("ok")}};
    std::string others;
    bool paperOut = false;
    bool tonerOut = false;
    for (const std::string &told : says.reasons) {
        switch (reasonOf(told).matter) {
        case Matter::PaperOut:
            paperOut = true;
            break;
        case Matter::PaperLow:
            facts["paper"] = text("near-end");
            break;
        case Matter::Jam:
            facts["jam"] = true;
            break;
        case Matter::Cover:
            facts["cover"] = text("open");
            break;
        case Matter::TonerOut:
            tonerOut = true;
            break;
        case Matter::TonerLow:
            facts["toner"] = text("low");
            break;
        case Matter::TrayFull:
            facts["tray"] = text("full");
            break;
        case Matter::Other:
            others += (others.empty() ? "" : ", ") + told;
            break;
        }
    }
    if (paperOut) {
        facts["paper"] = text("out");
    }
    if (tonerOut) {
        facts["toner"] = text("out");
    }
    facts["says"] = others;
    facts["model"] = says.model;
    if (!says.identity.empty()) {
        facts["identity"] = says.identity;
    }
    return facts;
}

}  // namespace hall::device
