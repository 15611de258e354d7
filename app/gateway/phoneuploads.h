// SPDX-License-Identifier: GPL-3.0-or-later
// One paper at a time from a visitor's own phone to the kiosk where the visitor stands: the kiosk opens a place and
// shows its address as a code, the phone sends a picture or PDF there once, the kiosk takes it. It lies here sealed to
// a key that the kiosk made for it alone, ten minutes at most. Thread-safe.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/database.h"
#include "app/protocol/visitcalls.h"

#include <QString>

namespace hall::gateway {

enum class PhoneState
{
    Open,  // waits for the phone
    Sent,
    Over  // never was, or its time is over, or the kiosk closed it
};

class PhoneUploads
{
public:
    // publicUrl: https address under which phones reach this gateway; empty: they do not.
    PhoneUploads(std::shared_ptr<Database> database, const Clock &clock, QString publicUrl);

    // In place of what the kiosk had opened before. DeviceNotFitted: phones cannot reach this gateway.
    [[nodiscard]] Result<wire::PhonePlace> open(const QString &kiosk, const wire::PhoneCall &call);
    // StoreNotFound: over, or of another kiosk.
    [[nodiscard]] Result<wire::PhoneFile> take(const QString &kiosk, const QString &id);
    [[nodiscard]] Done close(const QString &kiosk, const QString &id);

    // Of the phone's side, by the one-time code.
    struct Place
    {
        PhoneState state = PhoneState::Over;
        QByteArray sealTo;  // while Open
    };
    [[nodiscard]] Result<Place> at(const QString &code);
    // False: it is over, or something was sent already.
    [[nodiscard]] Result<bool> put(const QString &code, const QByteArray &sealed);
    // Destroys what is over.
    [[nodiscard]] Done sweep();

private:
    std::shared_ptr<Database> m_database;
    const Clock &m_clock;
    QString m_publicUrl;
};

// 22 characters of base64url: 128 random bits.
inline constexpr char kPhonePath[] = "/u/([A-Za-z0-9_-]{22})";

// What the phone shows, in Chinese and English.
enum class PhonePage
{
    Choose,
    Done,
    Over,
    TooLarge,
    NotAPaper,  // neither JPEG, PNG nor PDF, or nothing at all
    Busy
};
[[nodiscard]] QByteArray phonePage(PhonePage page);

}  // namespace hall::gateway
