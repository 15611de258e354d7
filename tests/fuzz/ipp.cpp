// SPDX-License-Identifier: GPL-3.0-or-later
// What a page printer answers: the body of an HTTP answer, in the Internet Printing Protocol.
#include "drivers/printer/ippmessage.h"
#include "drivers/printer/pagestate.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace hall;
using namespace hall::device;

namespace {

constexpr std::size_t longestWord = 120;

void shown(const std::string &word)
{
    HALL_HOLDS(word.size() <= longestWord);
    HALL_HOLDS(std::none_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

void aPrinter(const ipp::PrinterSays &says)
{
    for (const std::string &reason : says.reasons) {
        shown(reason);
        HALL_HOLDS(reason != "none");
    }
    shown(says.model);
    shown(says.identity);
    const auto facts = pageFacts(says);
    for (const auto &[name, fact] : unknownPageFacts()) {
        HALL_HOLDS(facts.contains(name));
    }
    const auto fault = pageFault(says);
    HALL_HOLDS(!fault || pageLink(*fault) != Link::Ready);
    HALL_HOLDS(fault || (says.takesPdf && says.hasA4 && says.accepting && says.state != ipp::PrinterState::Stopped));
    HALL_HOLDS(!fault || hindrance(says) == fault);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const Bytes answer(data, data + size);
    const Done done = ipp::said(answer);
    const auto printer = ipp::printerSays(answer);
    const auto job = ipp::jobSays(answer);
    HALL_HOLDS(done || (!printer && !job));
    if (printer) {
        aPrinter(*printer);
        HALL_HOLDS(printer == ipp::printerSays(answer));
    }
    if (job) {
        HALL_HOLDS(job->id > 0 && job->state >= ipp::JobState::Unknown && job->state <= ipp::JobState::Completed);
        HALL_HOLDS(job == ipp::jobSays(answer));
    }
    return 0;
}
