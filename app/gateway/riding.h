// SPDX-License-Identifier: GPL-3.0-or-later
// Which answers ride on the answer to this call (app/protocol/ridinginbox.h).
#pragma once

#include "app/gateway/intake.h"

#include <httplib.h>

namespace hall::gateway {

// What this kiosk has not got yet, as the call says; nothing when it does not say, or when the database cannot tell: an
// answer that does not ride is asked for.
[[nodiscard]] QVector<wire::InboxItem> ridingAnswers(Intake &intake, const QString &kiosk,
                                                     const httplib::Request &request);

}  // namespace hall::gateway
