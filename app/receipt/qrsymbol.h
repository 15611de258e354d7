// SPDX-License-Identifier: GPL-3.0-or-later
// A QR code as a square of modules (ISO/IEC 18004, made by libqrencode).
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace hall {

struct QrSymbol
{
    static constexpr int quietModules = 4;  // white on every side, ISO/IEC 18004 clause 5.3.8

    int size = 0;        // modules a side, quiet zone not counted
    QByteArray modules;  // size * size, 1 = black
    char level = 'M';    // of error correction
    [[nodiscard]] bool black(int x, int y) const { return modules.at(y * size + x) != 0; }
    [[nodiscard]] int outerSize() const { return size + 2 * quietModules; }
};

// The strongest error correction, M or L, with which the symbol and its quiet zone stay within `maxOuterModules`;
// nothing when the text is empty or too long for that.
[[nodiscard]] std::optional<QrSymbol> makeQr(const QString &text, int maxOuterModules);

}  // namespace hall
