// SPDX-License-Identifier: GPL-3.0-or-later
// One service (事项) as its file states it.
#pragma once

#include "app/catalogue/facts.h"
#include "app/catalogue/localtext.h"
#include "app/catalogue/rules/rule.h"
#include "app/domain/assurance.h"

#include <QDate>
#include <QMap>
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
    bool each = false;          // about one person: gone through for each of several
};

struct Form
{
    QVector<FormPage> pages;
    [[nodiscard]] QStringList fieldIds() const;
};

// How much a statement of the catalogue is worth: read in a law, read in a public source, or assumed until the region
// confirms it.
enum class Basis
{
    Law,
    Source,
    Assumed
};

// What a material proves by the way it arrives, best first.
enum class Trust
{
    Issued,   // A: an e-licence or record that the issuer itself gives
    Checked,  // B: scanned, and compared with a source
    Scanned,  // C: a picture of it, not compared
    Declared  // D: the applicant's word
};

// Whether somebody must still see the paper itself.
enum class OriginalCheck
{
    None,
    Commitment,  // the applicant declares that the picture is of it, and keeps it for whoever asks
    Window       // shown at the window within `originalDays`
};

struct ServiceMaterial
{
    QString id;
    LocalText title;
    QString kind;  // of paper, for the page finder: "a4"
    int pagesLeast = 1;
    int pagesMost = 1;
    std::optional<rules::Rule> waivedIf;  // yes, on what sources said: it is known already
    LocalText waiver;                     // what makes it needless then; given whenever waivedIf is
    bool required = true;
    std::optional<rules::Rule> requiredIf;  // when given, required only if not `no`
    LocalText why;
    QString licence;  // electronic licence to look for before anything is scanned, of licenceKinds(); "" = none
    Basis licenceBasis = Basis::Assumed;  // that this paper has one
    Trust trust = Trust::Scanned;
    OriginalCheck original = OriginalCheck::None;
    int originalDays = 0;  // workdays, for OriginalCheck::Window
    // 告知承诺: a promise may take its place, and this source tells the centre afterwards whether it was true; "" =
    // never.
    QString promise;
    QStringList reads;   // fields that can be read from it
    int followDays = 0;  // workdays within which it may follow the case (容缺受理); 0 = it comes with it
    int leastDpi = 0;    // that its picture must have; 0 = any
    QString format = QStringLiteral("jpeg");  // what the service wants it as: one of materialFormats()
    Basis basis = Basis::Assumed;
};

struct LegalNote
{
    LocalText title;
    QString status;  // "law", "source", "assumed"
};

// A comparison of what a case says with what a source knows (比对核验).
struct CrossCheck
{
    enum class Mismatch
    {
        Review,  // a person looks at it
        Refuse   // the case cannot go on as it stands
    };
    enum class Down
    {
        Later,  // asked again by the centre; the case waits
        Review
    };
    QString id;
    QString source;                   // one of checkSources()
    QStringList fields;               // what is compared; dictionary ids
    LocalText title;                  // what the applicant reads
    std::optional<rules::Rule> when;  // only whom it concerns is asked about; unless it is certainly false, it does
    bool required = true;             // automatic handling needs it to match
    Mismatch onMismatch = Mismatch::Review;
    Down onDown = Down::Later;
    Basis basis = Basis::Assumed;
};

// What the end of this service makes useful next (需求联动).
struct Suggestion
{
    QString service;
    std::optional<rules::Rule> when;  // yes = suggested; none = always
    LocalText why;                    // one sentence with the fact it rests on
};

// How much of a case can be done at a kiosk.
enum class KioskLevel
{
    Guide,  // told what to bring and where
    Part,   // begun here, ended at the window
    Full
};

// Several people in one case, from a table (CSV) that an employer brings.
struct Batch
{
    int most = 0;         // rows; 0 = the service takes one person at a time
    QStringList columns;  // dictionary ids asked for each person; a table has them all
    QStringList also{};   // and those that a table may have: what the pages about a person ask beside
    [[nodiscard]] QStringList all() const { return columns + also; }
};

struct ServiceTime
{
    std::optional<int> statutory;  // workdays
    int promised = 0;              // workdays
    bool immediate = true;
    Basis basis = Basis::Assumed;
};

// What the file's parts rest on, for the reports.
struct ServiceBasis
{
    Basis fields = Basis::Assumed;
    Basis eligibility = Basis::Assumed;
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
    bool each = false;   // once for every record of the answer's list, under what its first field says
};

// What a query's answer is printed as.
enum class AnswerPaper
{
    None,
    Answer,  // as it stands on the screen
    Proof    // for others to read: name and number of the person in full
};

struct Service
{
    QString id;
    QString version;
    LocalText title;
    LocalText summary;
    LocalText who;              // who may apply, in everyday words
    QString event;              // id of the life event it stands under
    QString applicant;          // "person", "employer", "institution", "anyone"
    QDate validFrom;            // first day; invalid = ever since
    QDate validUntil;           // last day; invalid = no end known
    QStringList identityTypes;  // "resident-id", "si-card" …: what may sign in for it; empty = all
    QStringList channels;       // "kiosk", "online", "window"
    KioskLevel level = KioskLevel::Full;
    bool always = true;              // also outside the hall's hours
    QString delegateLetter;          // material that lets somebody else apply; "" = only the person itself
    bool guardianForMinors = false;  // from 16 to 18 a guardian's consent comes with it
    QVector<EligibilityClause> eligibility;
    Form online;
    Form offline;  // empty when the service is refused offline
    QVector<ServiceMaterial> materials;
    bool changesPin = false;  // of the card in the slot, here; the form is for whoever has forgotten it
    bool query = false;       // asks the centre and shows `results`; nothing is submitted
    QStringList results;      // dictionary ids, those of all groups
    QVector<ResultGroup> resultGroups;
    AnswerPaper paper = AnswerPaper::None;
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
    QVector<CrossCheck> checks;
    std::optional<rules::Rule> autoHandle;  // yes and every required check matched: finished without a person
    QVector<Suggestion> suggestions;
    QMap<QString, bool> brings;  // yes-or-no fields that stand so once it is done
    QStringList oneCard;         // of the social security card's five functions: those it carries
    QStringList delivery;        // ways its result may reach the applicant, first = usual
    Batch batch;
    ServiceBasis basis;
    QString digest;     // of its file and its template: first 16 hexadecimal digits of SHA-256
    QStringList facts;  // every dictionary id that its forms, results and rules name
};

// `facts` as they stand once `service` is done.
[[nodiscard]] Facts afterwards(const Service &service, Facts facts);
// The twelve sources that a case is compared with, as `checks` names them.
[[nodiscard]] const QStringList &checkSources();
// Kinds of electronic licences (电子证照) that a material may name, and the source that must be shared to ask for one.
[[nodiscard]] const QStringList &licenceKinds();
[[nodiscard]] QString licenceSource(const QString &kind);  // of checkSources(); "" for what is no kind
// Whether it is the unit's in a unit's service. All others are a person's, and never looked for there.
[[nodiscard]] bool isUnitLicence(const QString &kind);
// 身份凭证, 信息记录, 自助查询, 待遇领取, 金融支付: "identity", "record", "query", "benefit", "payment".
[[nodiscard]] const QStringList &cardFunctions();
[[nodiscard]] Basis basisOf(const QString &name);                      // "law", "source"; anything else is assumed
[[nodiscard]] bool validOn(const Service &service, const QDate &day);  // an invalid day: yes

}  // namespace hall
