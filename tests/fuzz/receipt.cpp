// SPDX-License-Identifier: GPL-3.0-or-later
// Receipt documents and printer profiles as JSON. What was accepted is written and read again the same, and the limits
// that the layout relies on hold.
#include "app/domain/receiptdocument.h"
#include "app/receipt/printerprofile.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;

namespace {

void document(const QByteArray &json)
{
    const auto read = ReceiptDocument::fromJson(json);
    if (!read) {
        HALL_HOLDS(read.error().code == FaultCode::FileInvalid && !read.error().detail.empty());
        return;
    }
    HALL_HOLDS(!read->title.isEmpty() && !read->number.isEmpty());
    HALL_HOLDS(read->rows.size() <= ReceiptDocument::maxRows && read->notes.size() <= ReceiptDocument::maxNotes);
    HALL_HOLDS(read->qr.toUtf8().size() <= ReceiptDocument::maxQrBytes);
    HALL_HOLDS(read->copy >= 0 && read->copy <= ReceiptDocument::maxCopy);
    HALL_HOLDS(read->copy == 0 || !read->copyLabel.trimmed().isEmpty());
    const auto again = ReceiptDocument::fromJson(read->toJson());
    HALL_HOLDS(again && *again == *read);
}

void profile(const QByteArray &json)
{
    const auto read = printerProfileFromJson(json);
    if (!read) {
        HALL_HOLDS(read.error().code == FaultCode::FileInvalid && !read.error().detail.empty());
        return;
    }
    HALL_HOLDS(!read->id.empty() && read->dots >= 128 && read->dots <= 2048 && read->dpi >= 100 && read->dpi <= 600);
    HALL_HOLDS(read->sliceRows >= 1 && read->sliceRows <= 255);
    HALL_HOLDS(read->proof >= 'A' && read->proof <= 'D');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray json = fuzz::qbytes({data, size});
    document(json);
    profile(json);
    return 0;
}
