// SPDX-License-Identifier: GPL-3.0-or-later
// How the completions of a fitted device are counted, the same over its simulator and over a recording.
#pragma once

#include "tests/contract/fitted.h"

namespace hall::test {

// A card is reported once: what it says, or why it says nothing.
inline device::CardReader::Events countedCards(const Fitted &fitted)
{
    const auto called = fitted.called;
    const auto answered = fitted.answered;
    const auto count = [called, answered, outcome = fitted.outcome](std::string_view word) {
        outcome->say(std::string(word));
        ++*called;
        ++*answered;
    };
    device::CardReader::Events events;
    events.arrived = events.removed = [called] { ++*called; };
    events.read = [count](const device::CardContents &) { count("read"); };
    events.failed = [count](const Fault &fault) { count(fault.name()); };
    return events;
}

// The same for codes.
inline device::CodeScanner::Events countedCodes(const Fitted &fitted)
{
    const auto count = [called = fitted.called, answered = fitted.answered,
                        outcome = fitted.outcome](std::string_view word) {
        outcome->say(std::string(word));
        ++*called;
        ++*answered;
    };
    device::CodeScanner::Events events;
    events.scanned = [count](const device::ScannedCode &) { count("read"); };
    events.unreadable = [count](const Fault &fault) { count(fault.name()); };
    return events;
}

// How a task ended that is answered with a word or a fault.
inline std::function<void(Done)> counted(const Fitted &made, const char *word)
{
    return [called = made.called, answered = made.answered, outcome = made.outcome, word](const Done &done) {
        outcome->say(done ? word : std::string(done.error().name()));
        ++*called;
        ++*answered;
    };
}

}  // namespace hall::test
