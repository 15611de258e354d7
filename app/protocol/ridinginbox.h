// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to cases that ride on the answer to another call, so that a kiosk which calls anyway hears of them at once.
// Bytes: app/protocol/README.md §5, "Answers that ride". Pure and thread-safe.
#pragma once

#include "app/protocol/wire.h"

namespace hall::wire {

inline constexpr char kInboxAfterHeader[] = "Inbox-After";  // of a request: the number of the last answer it has
inline constexpr int kRidingItems = 20;                     // most answers that ride on one
inline constexpr qsizetype kRidingBytes = 12 * 1024;        // of their JSON; more of them are left to the next call

// The first of the items that stay within both limits.
[[nodiscard]] QVector<InboxItem> whatRides(QVector<InboxItem> items);
// The answer to a batch with what rides on it; without items just the answer.
[[nodiscard]] QByteArray withInbox(QByteArray verdicts, const QVector<InboxItem> &items);
// What rides on the answer to a batch. Empty when there is nothing, or nothing that can be read: it comes again.
[[nodiscard]] QVector<InboxItem> ridingInbox(const QByteArray &answer);

}  // namespace hall::wire
