// SPDX-License-Identifier: GPL-3.0-or-later
// One service (事项) as its file states it.
#pragma once

#include "app/catalogue/localtext.h"
#include "app/catalogue/rules/rule.h"
#include "app/domain/assurance.h"

#include <QStringList>
#include <QVector>

#include <optional>

namespace hall {

// All clauses must hold. The message is what the visitor reads when one does not.
struct EligibilityClause
{
    rules::Rule rule;
    LocalText message;
    LocalText basis;  // law or regulation, or the words that say it is a working assumption
};

struct FormField
{
    QString id;
    bool required = false;
    std::optional<rules::Rule> visibleIf;   // shown only when yes
    std::optional<rules::Rule> requiredIf;  // required also when yes
    bool readonly = false;  // shown as a source knows it; asked only when required and no source knew it
    QString under;          // parent code whose rows are offered, "370200"; empty = whole table
};

struct FormPage
{
    QString id;
    LocalText title;
    QVector<FormField> fields;  // at most six
};

struct Form
{
    QVector<FormPage> pages;
    [[nodiscard]] QStringList fieldIds() const;
};

struct ServiceMaterial
{
    QString id;
    LocalText title;
    QString kind;  // of paper, for the page finder: "a4"
    int pagesLeast = 1;
    int pagesMost = 1;
    std::optional<rules::Rule> waivedIf;  // yes: the centre knows it already
    bool required = true;
    std::optional<rules::Rule> requiredIf;  // when given, required only if not `no`
    LocalText why;
};

struct LegalNote
{
    LocalText title;
    QString status;  // "law", "source", "assumed"
};

struct ServiceTime
{
    std::optional<int> statutory;  // workdays
    int promised = 0;              // workdays
    bool immediate = true;
};

struct ConsentText
{
    QString version;
    LocalText text;
};

// What a query shows together, under a heading of its own.
struct ResultGroup
{
    LocalText title;
    QStringList fields;  // dictionary ids
};

struct Service
{
    QString id;
    QString version;
    LocalText title;
    LocalText summary;
    LocalText who;      // who may apply, in everyday words
    QString event;      // id of the life event it stands under
    QString applicant;  // "person", "employer", "anyone"
    QVector<EligibilityClause> eligibility;
    Form online;
    Form offline;  // empty when the service is refused offline
    QVector<ServiceMaterial> materials;
    bool query = false;   // asks the centre and shows `results`; nothing is submitted
    QStringList results;  // dictionary ids, those of all groups
    QVector<ResultGroup> resultGroups;
    Assurance assurance = Assurance::Possession;
    int minutes = 0;  // a visitor at the kiosk
    qint64 fee = 0;   // fen
    ServiceTime time;
    QVector<LocalText> outputs;
    QVector<LocalText> next;  // what happens after, and what the visitor may do then
    QStringList needs;        // capabilities: "identify", "capture", "print-receipt", "print-a4", "scan-code"
    bool offlineAllowed = false;
    QVector<LegalNote> legal;
    ConsentText consent;
    QStringList facts;  // every dictionary id that its forms, results and rules name
};

}  // namespace hall
