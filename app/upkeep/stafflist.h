// SPDX-License-Identifier: GPL-3.0-or-later
// The list of staff the centre signs (decision D16). It works offline and holds no card number in the clear:
// {"v":1,"key":"64 hex digits","entries":[{"card_tag","role","name","expires","pin"}]}, where card_tag is
// HMAC-SHA256(key, card number) in hex, role "staff" or "technician", expires the last day "2027-06-30", and pin an
// Argon2id string of libsodium. The signature lies beside it: 64 bytes, Ed25519 over "hall-staff-list-v1\n" + the file.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/base/sensitive.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QDate>
#include <QString>
#include <QVector>

#include <optional>

namespace hall {

enum class StaffRole
{
    Staff,
    Technician
};

[[nodiscard]] QString staffRoleName(StaffRole role);  // "staff", "technician"

struct StaffEntry
{
    QByteArray cardTag;  // 32 bytes
    StaffRole role = StaffRole::Staff;
    QString name;    // as shown to colleagues
    QDate expires;   // last day
    QByteArray pin;  // Argon2id string
};

class StaffList
{
public:
    // SignatureBad unless `centreKey` (Ed25519, 32 bytes) signed exactly these bytes; FileInvalid for a list that is
    // none.
    [[nodiscard]] static Result<StaffList> read(const QByteArray &json, const QByteArray &signature,
                                                const QByteArray &centreKey);
    [[nodiscard]] QByteArray tagOf(const QString &cardNumber) const;
    [[nodiscard]] std::optional<StaffEntry> find(const QByteArray &cardTag) const;

private:
    QByteArray m_key;
    QVector<StaffEntry> m_entries;
};

// What a list is made of, at the centre and in the demonstration.
struct NewStaff
{
    Sensitive<QString> cardNumber;
    StaffRole role = StaffRole::Staff;
    QString name;
    QDate expires;
    Sensitive<QString> pin;
};

struct SignedStaffList
{
    QByteArray json;
    QByteArray signature;  // 64 bytes
};

// `signingKey`: Ed25519 secret key as libsodium has it, 64 bytes. BadArgument for PINs under six digits or of one
// digit.
[[nodiscard]] Result<SignedStaffList> makeStaffList(const QVector<NewStaff> &staff,
                                                    const Sensitive<QByteArray> &signingKey);

// Whether the PIN is the one of an Argon2id string. Takes about a tenth of a second by design.
[[nodiscard]] bool pinMatches(const QByteArray &argon2id, const QString &pin);

}  // namespace hall
