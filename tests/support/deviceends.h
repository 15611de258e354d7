// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated devices as the far end of a cable, for the tests of transports.
#pragma once

#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/virtualprinter.h"
#include "tests/support/usbtestbed.h"

#include <QImage>
#include <QList>

namespace hall::device {

// `report`: bytes of a HID report, 0 = none; a short answer is filled up with zeros.
inline UsbFunction sdtFunction(const std::shared_ptr<SimSdtReader> &sim, std::size_t report = 0)
{
    (void)sim->open(std::chrono::milliseconds(0));
    return {
        [sim](std::span<const unsigned char> bytes) { return sim->write(bytes, std::chrono::milliseconds(0)).bytes; },
        [sim, report](std::size_t atMost) {
            const auto got = sim->read(atMost, std::chrono::milliseconds(0));
            Bytes bytes = got ? *got : Bytes{};
            if (!bytes.empty()) {
                bytes.resize(std::max(bytes.size(), report), 0);
            }
            return bytes;
        }};
}

inline UsbFunction printerFunction(const std::shared_ptr<VirtualPrinter> &machine)
{
    return {[machine](std::span<const unsigned char> bytes) { return machine->receive(bytes).bytes; },
            [machine](std::size_t atMost) { return machine->takeAnswers(atMost); }};
}

// The preview, wherever it stands on the paper (white above and below does not matter).
inline bool showsPreview(const QImage &paper, const QImage &preview)
{
    const auto inked = [](const QImage &image) {
        QList<QByteArray> rows;
        for (int y = 0; y < image.height(); ++y) {
            QByteArray row(image.width(), ' ');
            for (int x = 0; x < image.width(); ++x) {
                row[x] = qGray(image.pixel(x, y)) < 128 ? 'x' : ' ';
            }
            rows.append(row);
        }
        const auto white = [](const QByteArray &row) { return !row.contains('x'); };
        while (!rows.isEmpty() && white(rows.first())) {
            rows.removeFirst();
        }
        while (!rows.isEmpty() && white(rows.last())) {
            rows.removeLast();
        }
        return rows;
    };
    const QList<QByteArray> expected = inked(preview);
    return !expected.isEmpty() && inked(paper) == expected;
}

}  // namespace hall::device
