// SPDX-License-Identifier: GPL-3.0-or-later
// Who stands at the kiosk, as far as a card could say. Built by the hub from CardContents.
#pragma once

#include "app/domain/base/sensitive.h"
#include "app/domain/identitynumber.h"

#include <QByteArray>
#include <QDate>
#include <QString>
#include <QStringList>

#include <optional>

// Found by Sensitive<T> through argument-dependent look-up, hence beside Qt's types in the global namespace. Overwrites
// the whole buffer; one that is shared with another holder is only let go, so the other keeps its text.
void wipe(QString &text);
void wipe(QByteArray &bytes);

namespace hall {

enum class IdentitySource
{
    SocialCard,
    ResidentCard,
    Typed,
    ECard,  // an electronic card, as the centre says whose it is
    Zone    // the machine-readable zone of a travel permit, read from its picture
};

struct Identity
{
    IdentitySource source = IdentitySource::SocialCard;
    NumberKind type = NumberKind::Resident;
    Sensitive<QString> name;
    Sensitive<QString> number;
    int sex = 0;        // GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated
    QString ethnicity;  // GB/T 3304, two digits, empty when unknown
    std::optional<QDate> birthDate;
    QString region;  // issuing region, GB/T 2260 six digits
    Sensitive<QString> address;
    Sensitive<QString> cardNumber;
    // Of resident cards and residence permits, as far as the card's layout has them:
    Sensitive<QString> otherName;  // in Latin letters, beside a Chinese one
    QString nationality;           // ISO 3166, three letters
    QString authority;             // that issued the card, in words; of the permanent residence card of 2017 its code
    int issues = 0;                // how often the permit was issued, or the card renewed; 0: not stated
    bool fingerprint = false;      // the card holds one; only where the reader asks for it
    QString spec;                  // "1.00", "2.00", "2.01", "3.00"
    std::optional<QDate> issued;
    std::optional<QDate> validUntil;  // empty: no date or 长期
    bool validForever = false;        // 长期
    bool verified = false;            // the card was proved genuine
    // Number of the employment certificate (就业创业证) on the card; empty when it was not read
    Sensitive<QString> employmentCertificate;
    bool initialPin = false;  // the holder showed a PIN that cards are handed out with; told to nobody else, never kept
    bool pinProved = false;   // the card was opened by its PIN, which is none of those; never told or kept either
    // On a resident card: WLT, 1024 bytes (GA 467), or empty. For comparing the person with it; never told or kept.
    Sensitive<QByteArray> photo;
    QStringList warnings;  // codes: number-check-digit, number-date, sex-mismatch, expired, validity-date
};

// Whether this visit may be shown, or given for its forms, anything that the centre or this kiosk keeps about the
// person: a prefill, past cases, the answer to a query. Not where a number was typed, which anybody can who knows it,
// and not where a zone was read from a picture: whoever knows number and dates can work out its check digits and print
// one. Such a visitor fills in everything and hands it in as what it is. What else a service asks for (a PIN, the
// holder's presence) is asked on top of this.
[[nodiscard]] bool mayAskCentreAbout(const Identity &person);

}  // namespace hall
