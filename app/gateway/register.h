// SPDX-License-Identifier: GPL-3.0-or-later
// What the centre knows of people, asked by kiosks for the person who stands there. Every question is logged as who
// asked for whom (a tag, never the number) and why; each kiosk may ask only so often. Thread-safe.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/domain/assurance.h"
#include "app/domain/base/clock.h"
#include "app/gateway/cardauthority.h"
#include "app/gateway/catalogueshelf.h"
#include "app/gateway/database.h"
#include "app/gateway/ecardissuer.h"
#include "app/gateway/licencesource.h"
#include "app/gateway/recordsource.h"
#include "app/protocol/cardauth.h"
#include "app/protocol/ecard.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QString>

#include <memory>
#include <mutex>
#include <optional>

namespace hall::gateway {

struct Question
{
    // prefill, query, progress, needs, unit, licence; e-card, card-auth and draft-… in the log
    QString kind;
    QString service;  // empty for progress and needs; for unit its credit code
    QString visit;
    QString number;
    QString name;
    // How sure the kiosk is of who stands there; nothing from kiosks that do not say.
    std::optional<Assurance> assurance = std::nullopt;
    // Of licence
    QString unit = {};          // whose clerk asks; empty for the person's own
    QStringList licences = {};  // kinds
    QStringList sharing = {};   // sources that the person lets the centre ask
};

class Register
{
public:
    // perMinute: questions a kiosk may ask, also the burst.
    Register(std::shared_ptr<Database> database, QByteArray tagKey, int perMinute, const Clock &clock);

    // MessageInvalid names the field.
    [[nodiscard]] static Result<Question> parse(const QByteArray &json);
    // The JSON object of CentreClient. StoreNotFound: no record of this person or for this service, or the name on the
    // card is another. DeviceBusy: too many questions.
    [[nodiscard]] Result<QJsonObject> ask(const QString &kiosk, const Question &question);
    // Whom the code of an electronic card was made for. StoreNotFound: the issuer does not know it, its time is over,
    // or it was used before, by whatever kiosk. DeviceBusy: too many questions. Counted and logged as a question.
    [[nodiscard]] Result<Identity> identify(const QString &kiosk, const ECardQuestion &question);
    // What opens a social security card. StoreNotFound: the authority does not know it. DeviceBusy: too many questions.
    // Counted and logged as a question, by an HMAC of the card identification number.
    [[nodiscard]] Result<CardAuthAnswer> authenticate(const QString &kiosk, const CardAuthQuestion &question);
    // Of questions that are answered elsewhere: counts one, DeviceBusy (and logged) when there were too many; and logs
    // how it ended, before its answer leaves. `number` of the question is that of the person.
    [[nodiscard]] Done admit(const QString &kiosk, const Question &question);
    [[nodiscard]] Done answered(const QString &kiosk, const Question &question, const QString &outcome);
    [[nodiscard]] QString tagOf(const QString &number) const;
    // All before the first question. Without a catalogue nobody is told what they may need.
    void setCatalogues(std::shared_ptr<CatalogueShelf> catalogues) { m_catalogues = std::move(catalogues); }
    void setIssuer(std::unique_ptr<ECardIssuer> issuer) { m_issuer = std::move(issuer); }
    // Whoever has the records; without one they are the tables here, which load() fills.
    void setRecords(std::unique_ptr<RecordSource> records) { m_records = std::move(records); }
    void setLicences(std::unique_ptr<LicenceSource> licences) { m_licences = std::move(licences); }
    void setAuthority(std::unique_ptr<CardAuthority> authority) { m_authority = std::move(authority); }
    // Loads people, units, vacancies and service rules (resources/demo/centre/people.json) in one commit; gives the
    // number of people.
    [[nodiscard]] Result<int> load(const QByteArray &json);

private:
    [[nodiscard]] bool spend(const QString &kiosk);
    // tag is that of the document; person is "" where the centre knows nobody of it by that name (persons.h).
    [[nodiscard]] Result<QJsonObject> look(QSqlDatabase &db, const QString &kiosk, const Question &question,
                                           const QString &tag);
    [[nodiscard]] Result<QJsonObject> fields(QSqlDatabase &db, const Question &question, const QString &person);
    [[nodiscard]] Result<QJsonObject> listed(QSqlDatabase &db, const Question &question, const QString &person);
    [[nodiscard]] Result<QJsonObject> needs(QSqlDatabase &db, const Question &question, const QString &tag,
                                            const QString &person);
    [[nodiscard]] Result<QJsonObject> progress(QSqlDatabase &db, const Question &question, const QString &tag,
                                               bool known);
    [[nodiscard]] Result<QJsonObject> suggested(QSqlDatabase &db, const Catalogue &catalogue, const Question &question,
                                                const QString &tag, QJsonObject record);
    [[nodiscard]] tl::unexpected<Fault> unanswered(const QString &kiosk, const Question &question, const QString &tag,
                                                   const Fault &fault);
    // registerrecords.cpp
    [[nodiscard]] static bool isOfRecord(const QString &kind);
    [[nodiscard]] Result<QJsonObject> lookElsewhere(QSqlDatabase &db, const QString &kiosk, const Question &question,
                                                    const QString &tag);
    [[nodiscard]] Done link(QSqlDatabase &db, const QVector<PersonDocument> &documents);
    [[nodiscard]] Result<QJsonObject> clerkElsewhere(const QString &kiosk, const Question &question);
    // registerlicences.cpp
    [[nodiscard]] static Done readLicenceQuestion(const QJsonObject &object, Question &q);
    [[nodiscard]] Result<QStringList> licencesMeant(const Question &question) const;
    [[nodiscard]] Result<QJsonObject> licences(const Question &question, const QString &tag,
                                               std::chrono::steady_clock::time_point begun);
    [[nodiscard]] Done note(const QString &kiosk, const Question &question, const QString &tag, const QString &outcome);
    [[nodiscard]] Done noteIn(QSqlDatabase &db, const QString &kiosk, const Question &question, const QString &tag,
                              const QString &outcome);
    [[nodiscard]] Result<bool> firstUse(QSqlDatabase &db, const QByteArray &code);
    [[nodiscard]] Done loadPerson(QSqlDatabase &db, const QJsonObject &person, QSet<QString> &numbers);
    [[nodiscard]] Done loadService(QSqlDatabase &db, const QString &service, const QJsonObject &rule);
    [[nodiscard]] QString nameTag(const QString &name) const;

    struct Bucket
    {
        double tokens = 0;
        qint64 atMs = 0;
    };
    std::shared_ptr<Database> m_database;
    QByteArray m_tagKey;
    int m_perMinute;
    const Clock &m_clock;
    std::unique_ptr<ECardIssuer> m_issuer;
    std::unique_ptr<CardAuthority> m_authority;
    std::unique_ptr<LicenceSource> m_licences;
    std::unique_ptr<RecordSource> m_records;
    std::shared_ptr<CatalogueShelf> m_catalogues;
    std::mutex m_mutex;
    QHash<QString, Bucket> m_buckets;
};

}  // namespace hall::gateway
