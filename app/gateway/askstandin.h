// SPDX-License-Identifier: GPL-3.0-or-later
// What the stand-in for a municipal core answers of people (ASKING.md), and as card platform and key service of a
// region, from a file of people who do not exist; and how it fails. Shares no code with those who ask. Thread-safe once
// loaded.
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QString>

#include <mutex>

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace hall::standin {

class AskStandin
{
public:
    // People (resources/demo/centre/people.json) and the dictionary that has the keys of their fields
    // (resources/catalogue/dictionary.json). What went wrong, or nothing.
    [[nodiscard]] QString load(const QString &people, const QString &dictionary);
    // Its calls, and POST /control/asks {"mode","times","delay_ms"}. Nothing before load().
    void addRoutes(httplib::Server &server);
    // How it answers from now on; a word of ASKING.md's table. False for another. `times`: so many answers, then "up";
    // -1: until told otherwise.
    bool behave(const QString &mode, int times = -1, int delayMs = 4000);
    [[nodiscard]] int asked() const;  // questions so far

private:
    using Judge = QJsonObject (AskStandin::*)(const QJsonObject &question);
    void answer(const httplib::Request &request, httplib::Response &response, Judge judge);
    [[nodiscard]] static QJsonArray documentsOf(const QJsonObject &person);
    [[nodiscard]] QJsonObject recordOf(const QJsonObject &question);
    [[nodiscard]] QJsonObject holderOf(const QJsonObject &question);
    [[nodiscard]] QJsonObject keysOf(const QJsonObject &question);
    [[nodiscard]] QJsonObject unitOf(const QJsonObject &question) const;
    [[nodiscard]] QJsonArray vacanciesFor(const QJsonObject &person, const QJsonArray &keys) const;
    [[nodiscard]] QJsonObject personOf(const QJsonValue &asked) const;
    [[nodiscard]] QJsonObject byKey(const QJsonObject &fields, const QJsonArray &keys, const QSet<QString> *only) const;

    QHash<QString, QString> m_idOf;  // of a key
    QHash<QString, QString> m_keyOf;
    QHash<QString, QJsonObject> m_documents;  // number → {"name", "person"}
    QHash<QString, QJsonObject> m_cards;      // subject of an electronic card → person
    QJsonObject m_services;
    QJsonArray m_units;
    QJsonArray m_vacancies;
    QJsonArray m_cardKeys;
    mutable std::mutex m_mutex;
    QSet<QString> m_used;  // codes
    QString m_mode = QStringLiteral("up");
    int m_times = -1;
    int m_delayMs = 4000;
    int m_asked = 0;
};

}  // namespace hall::standin
