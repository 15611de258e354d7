// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/riding.h"

#include "app/protocol/ridinginbox.h"

namespace hall::gateway {

QVector<wire::InboxItem> ridingAnswers(Intake &intake, const QString &kiosk, const httplib::Request &request)
{
    bool numeric = false;
    const qint64 after =
        QByteArray::fromStdString(request.get_header_value(wire::kInboxAfterHeader)).toLongLong(&numeric);
    if (!numeric || after < 0) {
        return {};
    }
    auto items = intake.inbox(kiosk, after);
    return items ? wire::whatRides(std::move(*items)) : QVector<wire::InboxItem>();
}

}  // namespace hall::gateway
