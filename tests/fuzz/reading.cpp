// SPDX-License-Identifier: GPL-3.0-or-later
// What the simulator says that a reader has read of a page.
#include "app/kiosk/demo/simulatedreader.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto reading = readingFromJson(fuzz::qbytes({data, size}));
    if (!reading) {
        HALL_HOLDS(reading.error().code == FaultCode::FileInvalid);
        HALL_HOLDS(fuzz::isImpersonal(reading.error()));
        return 0;
    }
    HALL_HOLDS(reading->fields.size() <= SimulatedReader::mostFields);
    for (auto it = reading->fields.cbegin(); it != reading->fields.cend(); ++it) {
        HALL_HOLDS(!it.key().isEmpty());
        HALL_HOLDS(it->text.reveal().size() <= SimulatedReader::longestValue);
        HALL_HOLDS(it->confidence >= 0 && it->confidence <= 1);
    }
    for (const QRectF &box : reading->boxes) {
        HALL_HOLDS(QRectF(0, 0, 1, 1).contains(box));
    }
    return 0;
}
