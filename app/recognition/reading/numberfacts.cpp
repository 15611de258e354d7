// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/numberfacts.h"

#include "app/domain/identitynumber.h"
#include "app/recognition/zonereader.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall {

using namespace Qt::StringLiterals;

void addZone(const UprightPaper &page, const QDate &today, std::chrono::steady_clock::time_point deadline,
             PaperReading &reading)
{
    const double scale = zoneDpi / (page.perMm() * 25.4);
    cv::Mat fine = page.bgr;
    if (scale > 1) {
        cv::resize(page.bgr, fine, {}, scale, scale, cv::INTER_CUBIC);
    }
    const auto permit =
        readPermit(fine, today, std::min(deadline, std::chrono::steady_clock::now() + std::chrono::seconds(4)));
    if (!permit) {
        return;
    }
    const auto put = [&](const QString &id, const QString &text) {
        reading.fields.push_back({id, text, 1, true, -1, {}});
    };
    put(u"cert_no"_s, permit->number.reveal());
    if (permit->validUntil) {
        put(u"cert_valid_to"_s, permit->validUntil->toString(Qt::ISODate));
    }
    if (permit->birthDate) {
        put(u"birth_date"_s, permit->birthDate->toString(Qt::ISODate));
    }
    put(u"sex"_s, QString::number(permit->sex));
}

void crossCheck(PaperReading &reading, const PaperKind &kind)
{
    const auto at = std::find_if(reading.fields.begin(), reading.fields.end(),
                                 [](const ReadField &field) { return field.id == u"cert_no" || field.id == u"ss_no"; });
    if (at == reading.fields.end()) {
        return;
    }
    const ReadField number = *at;
    const NumberCheck check = checkNumber(number.text);
    if (!check.valid() || !check.birthDate || !check.sex) {
        return;
    }
    const QString sexTold = QString::number(*check.sex);
    const QString birthTold = check.birthDate->toString(Qt::ISODate);
    // One wrong number in eleven has a check digit that holds: what is plainly printed beside it speaks against it.
    const bool denied = std::any_of(reading.fields.begin(), reading.fields.end(), [&](const ReadField &field) {
        return field.certain && ((field.id == u"sex" && field.text != sexTold) ||
                                 (field.id == u"birth_date" && field.text != birthTold));
    });
    at->certain = at->certain && !denied;
    const bool sure = at->certain;
    const double confidence = number.confidence;
    const auto meet = [&](const QString &id, const QString &told) {
        const bool derive = std::any_of(kind.fields.begin(), kind.fields.end(),
                                        [&](const PaperField &field) { return field.id == id; });
        for (ReadField &field : reading.fields) {
            if (field.id != id) {
                continue;
            }
            if (field.text == told) {
                field.certain = field.certain || sure;
                field.confidence = std::max(field.confidence, confidence);
            } else if (sure) {  // the check digit covers the number; nothing covers the print beside it
                field.text = told;
                field.certain = false;
            } else {
                field.certain = false;
            }
            return;
        }
        if (derive && sure) {
            reading.fields.push_back({id, told, confidence, true, -1, number.box});
        }
    };
    meet(u"sex"_s, sexTold);
    meet(u"birth_date"_s, birthTold);
}

}  // namespace hall
