// SPDX-License-Identifier: GPL-3.0-or-later
// What a printer may send back. First bytes: dialect, size of the portions, up to eight expected answers; then its
// bytes.
#include "drivers/printer/printerstate.h"
#include "drivers/printer/statusparser.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using namespace hall::device;
using hall::fuzz::Input;

namespace {

std::string textOf(const StatusEvent &event)
{
    struct Writer
    {
        std::string operator()(const StatusUpdate &update) const
        {
            const bool said = !update.said.empty();
            return "update " + std::to_string(static_cast<int>(update.source)) + ' ' + std::to_string(update.query) +
                   (said ? " said" : " nothing");
        }
        std::string operator()(const InOrderStatus &status) const { return "order " + std::to_string(status.raw); }
        std::string operator()(const ProcessDone &done) const { return "done " + done.id; }
        std::string operator()(const BufferCleared &) const { return "cleared"; }
        std::string operator()(const FlowControl &flow) const { return flow.go ? "on" : "off"; }
    };
    return std::visit(Writer{}, event);
}

void follow(const StatusEvent &event, Conditions &conditions)
{
    if (const auto *update = std::get_if<StatusUpdate>(&event)) {
        Conditions outside = update->said;
        outside.update(update->covered, {});
        HALL_HOLDS(outside.empty());  // nothing is said that is not covered: it would never be taken back
        conditions.update(update->covered, update->said);
    } else if (const auto *done = std::get_if<ProcessDone>(&event)) {
        HALL_HOLDS(done->id.size() == 4);
    }
}

std::string run(PrinterDialect dialect, std::span<const std::uint8_t> expected, std::span<const std::uint8_t> bytes,
                std::size_t portion)
{
    StatusParser parser(dialect);
    for (const std::uint8_t query : expected) {
        parser.expect(query % 4 + 1);
    }
    std::string seen;
    Conditions conditions;
    std::size_t events = 0;
    for (std::size_t at = 0; at < bytes.size(); at += portion) {
        for (const StatusEvent &event : parser.feed(bytes.subspan(at, std::min(portion, bytes.size() - at)))) {
            seen += textOf(event) + '\n';
            follow(event, conditions);
            ++events;
        }
    }
    HALL_HOLDS(events + parser.skipped() <= bytes.size());
    parser.quiet();
    HALL_HOLDS(!parser.incomplete() && parser.skipped() <= bytes.size());
    PrinterProfile profile;
    for (const bool presenter : {false, true}) {
        profile.presenter = presenter;
        HALL_HOLDS(printerFacts(conditions, profile).size() == unknownFacts(profile).size());
    }
    if (const auto fault = printerFault(conditions)) {
        const Link link = linkFor(*fault);
        HALL_HOLDS(link == Link::Failed || link == Link::Blocked || link == Link::Suspended);
        HALL_HOLDS((link == Link::Suspended) == (fault->who() == Who::Nobody));
    }
    return seen + std::to_string(parser.skipped());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const auto dialect = static_cast<PrinterDialect>(input.byte() % 3);
    const std::size_t portion = 1U + input.byte();
    const auto expected = input.take(input.byte() % 8U);
    const auto bytes = input.rest();
    HALL_HOLDS(run(dialect, expected, bytes, portion) == run(dialect, expected, bytes, 1));
    return 0;
}
