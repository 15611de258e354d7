// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of hand-made memory: right ones are drawn to the pixel, and those that promise more than they hold are
// refused. Each plane ends where its allocation ends, so that Address Sanitizer sees one byte too many.
#include "drivers/camera/videoimage.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace hall::device;
using Format = QVideoFrameFormat;

namespace {

struct PlaneSpec
{
    int bytesPerLine;
    int size;
};

// Owns the planes; filled with grey (Y = U = V = 128, or RGB 128).
struct HandMade
{
    HandMade(Format::PixelFormat format, int width, int height, const std::vector<PlaneSpec> &planes)
    {
        picture.format = format;
        picture.width = width;
        picture.height = height;
        picture.planeCount = static_cast<int>(planes.size());
        for (std::size_t i = 0; i < planes.size(); ++i) {
            memory.push_back(std::make_unique<uchar[]>(static_cast<std::size_t>(std::max(planes[i].size, 1))));
            std::fill_n(memory[i].get(), std::max(planes[i].size, 1), uchar(128));
            picture.planes[i] = {memory[i].get(), planes[i].bytesPerLine, planes[i].size};
        }
    }
    MappedPicture picture;
    std::vector<std::unique_ptr<uchar[]>> memory;
};

constexpr QRgb grey = qRgb(130, 130, 130);  // BT.601 video range: 298 * (128 - 16) + 128 >> 8

}  // namespace

Q_DECLARE_METATYPE(std::vector<PlaneSpec>)

class TestVideoImage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactFit_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("width");
        QTest::addColumn<std::vector<PlaneSpec>>("planes");
        // 6 x 4 and the odd 5 x 3, rows padded to 8 bytes, the last row just as long as its pixels.
        using Planes = std::vector<PlaneSpec>;
        QTest::newRow("YUV420P") << int(Format::Format_YUV420P) << 6 << Planes{{8, 30}, {8, 11}, {8, 11}};
        QTest::newRow("YV12") << int(Format::Format_YV12) << 6 << Planes{{8, 30}, {8, 11}, {8, 11}};
        QTest::newRow("NV12") << int(Format::Format_NV12) << 6 << Planes{{8, 30}, {8, 14}};
        QTest::newRow("NV21") << int(Format::Format_NV21) << 6 << Planes{{8, 30}, {8, 14}};
        QTest::newRow("YUYV") << int(Format::Format_YUYV) << 6 << Planes{{16, 60}};
        QTest::newRow("UYVY") << int(Format::Format_UYVY) << 6 << Planes{{16, 60}};
        QTest::newRow("YUV420P, odd") << int(Format::Format_YUV420P) << 5 << Planes{{8, 21}, {8, 11}, {8, 11}};
        QTest::newRow("NV12, odd") << int(Format::Format_NV12) << 5 << Planes{{8, 21}, {8, 14}};
        QTest::newRow("YUYV, odd") << int(Format::Format_YUYV) << 5 << Planes{{16, 44}};
        QTest::newRow("BGRX") << int(Format::Format_BGRX8888) << 6 << Planes{{32, 120}};
        QTest::newRow("Y8") << int(Format::Format_Y8) << 6 << Planes{{8, 30}};
    }

    void exactFit()
    {
        QFETCH(int, format);
        QFETCH(int, width);
        QFETCH(std::vector<PlaneSpec>, planes);
        const int height = width == 6 ? 4 : 3;
        const HandMade frame(Format::PixelFormat(format), width, height, planes);
        const QImage image = imageOf(frame.picture);
        QCOMPARE(image.size(), QSize(width, height));
        const bool yuv = format != Format::Format_BGRX8888 && format != Format::Format_Y8;
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const QRgb expected = yuv ? grey : qRgb(128, 128, 128);
                QCOMPARE(QColor(image.pixel(x, y)).rgb() | 0xFF000000u, expected | 0xFF000000u);
            }
        }
    }

    // One byte less in any plane, or rows that overlap, and nothing is read at all.
    void tooLittle_data() { exactFit_data(); }

    void tooLittle()
    {
        QFETCH(int, format);
        QFETCH(int, width);
        QFETCH(std::vector<PlaneSpec>, planes);
        const int height = width == 6 ? 4 : 3;
        const auto refused = [&](const std::vector<PlaneSpec> &spec) {
            return imageOf(HandMade(Format::PixelFormat(format), width, height, spec).picture).isNull();
        };
        for (std::size_t plane = 0; plane < planes.size(); ++plane) {
            std::vector<PlaneSpec> bad = planes;
            --bad[plane].size;
            QVERIFY2(refused(bad), "the last row misses a byte");
            bad = planes;
            bad[plane].size = 0;
            QVERIFY2(refused(bad), "no memory");
            for (const int stride : {0, -1, -8, 1}) {
                bad = planes;
                bad[plane].bytesPerLine = stride;
                bad[plane].size = 4096;
                QVERIFY2(refused(bad), "a stride shorter than the row");
            }
            bad = planes;
            bad[plane].bytesPerLine = 1 << 30;  // (rows - 1) * stride is beyond 32 bits
            QVERIFY2(refused(bad), "a stride beyond the memory");
            bad = planes;
            bad.resize(plane);
            QVERIFY2(refused(bad), "a plane is missing");
        }
    }

    void noSize()
    {
        for (const QSize size : {QSize(0, 4), QSize(6, 0), QSize(-6, 4)}) {
            const HandMade frame(Format::Format_YUYV, size.width(), size.height(), {{16, 64}});
            QVERIFY(imageOf(frame.picture).isNull());
        }
        QVERIFY(imageOf(MappedPicture{}).isNull());
    }

    void componentsComeFromTheirPlaces()
    {
        HandMade frame(Format::Format_UYVY, 2, 1, {{4, 4}});
        const uchar bytes[] = {90, 81, 240, 41};  // U, Y0, V, Y1: red and dark
        std::copy(std::begin(bytes), std::end(bytes), frame.memory[0].get());
        const QImage image = imageOf(frame.picture);
        QCOMPARE(QColor(image.pixel(0, 0)), QColor(255, 0, 0));
        QVERIFY(qRed(image.pixel(1, 0)) < qRed(image.pixel(0, 0)));
    }
};

QTEST_GUILESS_MAIN(TestVideoImage)
#include "tst_videoimage.moc"
