// SPDX-License-Identifier: GPL-3.0-or-later
// receipt: laying out and encoding a receipt of twenty lines and a QR code, fonts loaded, against the aim of 5 ms. Its
// bytes stand beside the aim of 70,000 and beside a plain dump of the same dots; so do those of the same receipt in
// large print, where every row takes two lines.
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/printer/escposencoder.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"

namespace hall::bench {

namespace {

constexpr double aimMs = 5;
constexpr int aimBytes = 70'000;
constexpr int lines = 20;

}  // namespace

ReceiptDocument twentyLines(bool large)
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("就业智慧大厅");
    document.numberLabel = QStringLiteral("受理编号");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.stateLine = QStringLiteral("已保存，联网后自动提交到市级平台");
    for (int i = 0; i < lines; ++i) {
        document.rows.append({QStringLiteral("办理事项"), QStringLiteral("第 %1 行的内容 2026-01-01").arg(i)});
    }
    document.qr = QStringLiteral("https://hall.example/r/K7MX-4Q2P-8T");
    document.qrCaption = QStringLiteral("扫码查询办理进度");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30:12");
    document.largePrint = large;
    return document;
}

namespace {

struct Cost
{
    qint64 bytes = 0;
    qint64 plainBytes = 0;
    double firstMs = 0;
    Samples work;
};

Cost costOf(const ReceiptDocument &document, const device::PrinterProfile &profile, int count)
{
    ReceiptComposer composer;
    const auto once = [&] {
        return device::encodeEscpos(composer.compose(document, profile, "bench"), profile).size();
    };
    Cost cost;
    const WorkTimer cold;
    cost.bytes = static_cast<qint64>(once());
    cost.firstMs = cold.ms();
    for (int i = 0; i < count; ++i) {
        const WorkTimer timer;
        (void)once();
        cost.work.add(timer.ms());
    }
    const QImage dots = composer.renderPreview(document, profile);
    cost.plainBytes = static_cast<qint64>((dots.width() + 7) / 8) * dots.height();
    return cost;
}

Result<Figure> receiptCost(const Settings &settings, int count)
{
    const auto profile = loadPrinterProfile(settings.resources, QStringLiteral("generic-80mm-203"));
    if (!profile) {
        return fail(profile.error());
    }
    const Cost cost = costOf(twentyLines(false), *profile, count);
    const Cost large = costOf(twentyLines(true), *profile, count);
    return Figure{cost.work.mean(),
                  QStringLiteral("ms"),
                  aimMs,
                  static_cast<qint64>(cost.work.size()),
                  {{QStringLiteral("bytes"), cost.bytes},
                   {QStringLiteral("aim_bytes"), aimBytes},
                   {QStringLiteral("plain_bytes"), cost.plainBytes},
                   {QStringLiteral("first_ms"), cost.firstMs},
                   {QStringLiteral("p95"), cost.work.percentile(95)},
                   {QStringLiteral("large_ms"), large.work.mean()},
                   {QStringLiteral("large_bytes"), large.bytes},
                   {QStringLiteral("large_plain_bytes"), large.plainBytes}}};
}

}  // namespace

QVector<Benchmark> receiptBenchmarks()
{
    return {{QStringLiteral("receipt"),
             QStringLiteral("ms of one core to lay out and encode a receipt of twenty lines and a QR code, warm"),
             QStringLiteral("fixed: the aim of 5 ms (detail: its bytes, the aim of 70,000, a plain dump of its dots)"),
             QStringLiteral("value and large_ms ≤ 5, bytes and large_bytes ≤ 70,000"), 200, receiptCost},
            {QStringLiteral("receipt-first-byte"),
             QStringLiteral("ms from the durable case to the first dots of its receipt in the printer's cable"),
             QStringLiteral("the commit of the print journal, which is a part of it"),
             QStringLiteral("value and most ≤ 100"), 50, receiptFirstByte}};
}

}  // namespace hall::bench
