// SPDX-License-Identifier: GPL-3.0-or-later
// ESC/POS written by hand for the tests of the virtual printer.
#pragma once

#include "drivers/sim/virtualprinter.h"

#include <initializer_list>
#include <random>

namespace hall::device::bytes {

inline const Bytes clearBuffer{0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};
inline const Bytes feedAndCut{0x1D, 0x56, 0x42, 0x00};
inline const Bytes inOrderPaper{0x1D, 0x72, 0x01};

inline Bytes realTime(unsigned char n)
{
    return {0x10, 0x04, n};
}

inline Bytes processId(const char *id)
{
    Bytes command{0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30};
    command.insert(command.end(), id, id + 4);
    return command;
}

inline Bytes joined(std::initializer_list<Bytes> parts)
{
    Bytes all;
    for (const Bytes &part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

inline Bytes raster(int rowBytes, int rows, const Bytes &data, unsigned char mode = 0)
{
    const Bytes header{0x1D,
                       0x76,
                       0x30,
                       mode,
                       static_cast<unsigned char>(rowBytes & 0xFF),
                       static_cast<unsigned char>(rowBytes >> 8),
                       static_cast<unsigned char>(rows & 0xFF),
                       static_cast<unsigned char>(rows >> 8)};
    return joined({header, data});
}

// Dots with no DLE among the bytes, so that no real-time command hides in them by chance.
inline Bytes dots(int rowBytes, int rows, unsigned seed = 1)
{
    std::minstd_rand random(seed);
    Bytes data(static_cast<std::size_t>(rowBytes) * static_cast<std::size_t>(rows));
    for (unsigned char &byte : data) {
        byte = static_cast<unsigned char>(random() >> 8);
        byte = byte == 0x10 ? 0x11 : byte;
    }
    return data;
}

// The byte at column `column` (8 dots) of row `row`; 1 = black.
inline unsigned char dotsAt(const QImage &image, int column, int row)
{
    unsigned char byte = 0;
    for (int x = 0; x < 8; ++x) {
        const bool black = qGray(image.pixel(column * 8 + x, row)) < 128;
        byte = static_cast<unsigned char>(byte << 1 | (black ? 1 : 0));
    }
    return byte;
}

// Whether `rows` rows from `top` hold exactly these dots.
inline bool shows(const QImage &image, int top, int rowBytes, int rows, const Bytes &data)
{
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < rowBytes; ++x) {
            const std::size_t at =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(rowBytes) + static_cast<std::size_t>(x);
            if (dotsAt(image, x, top + y) != data[at]) {
                return false;
            }
        }
    }
    return true;
}

inline int blackDots(const QImage &image, int fromRow = 0)
{
    int count = 0;
    for (int y = fromRow; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += qGray(image.pixel(x, y)) < 128 ? 1 : 0;
        }
    }
    return count;
}

}  // namespace hall::device::bytes
