// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of one service file say of each other: each is sound alone, and together they leave somebody waiting.
#include "app/catalogue/servicecontext.h"

#include <algorithm>

namespace hall {

namespace {

const QString guardianConsent = QStringLiteral("guardian-consent");

using RuleList = QVector<QPair<QString, const rules::Rule *>>;  // with their places

// Whether the rule can be yes (no) when what is not in `known` stays unknown for ever.
bool canBe(bool yes, const rules::Node &node, const KnownFact &known)
{
    using rules::Op;
    const auto child = [&](bool wanted) {
        return [wanted, &known](const rules::Node &one) { return canBe(wanted, one, known); };
    };
    switch (node.op) {
    case Op::Has:
        return true;  // unknown is an answer
    case Op::Not:
        return canBe(!yes, node.children[0], known);
    case Op::And:
    case Op::Or:
        return (node.op == Op::And) == yes ? std::all_of(node.children.begin(), node.children.end(), child(yes))
                                           : std::any_of(node.children.begin(), node.children.end(), child(yes));
    case Op::Literal:
    case Op::Fact:
    case Op::Negate:
    case Op::Add:
    case Op::Subtract:
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::In:
    case Op::Between:
    case Op::Call:
        return (node.fact.isEmpty() || known(node.fact)) &&
               std::all_of(node.children.begin(), node.children.end(),
                           [&known](const rules::Node &one) { return canBe(true, one, known); });
    }
    Q_UNREACHABLE();
}

void checkGuardian(const Service &service, ServiceContext &context)
{
    const auto found = std::find_if(service.materials.begin(), service.materials.end(),
                                    [](const ServiceMaterial &material) { return material.id == guardianConsent; });
    const bool there = found != service.materials.end();
    if (service.guardianForMinors && !there) {
        context.whole(u"/minors"_qs, DefectId::NoGuardianConsent, {}, {u"/materials"_qs});
    } else if (!service.guardianForMinors && there) {
        context.whole(under(u"/materials"_qs, found - service.materials.begin()), DefectId::GuardianConsentUnused, {},
                      {u"/minors"_qs});
    }
}

// Nothing that is known, promised, lent or looked up keeps this paper from the camera, whoever applies.
bool surelyScanned(const Service &service, const ServiceMaterial &material)
{
    return material.required && !material.requiredIf && !material.waivedIf && material.licence.isEmpty() &&
           material.promise.isEmpty() && material.followDays == 0 && material.id != service.delegateLetter &&
           material.id != guardianConsent;
}

// `needs` keeps a service off the screen while a device is out. Only what is sure is judged: a paper that some need not
// bring leaves the choice to whoever writes the file.
void checkNeeds(const Service &service, ServiceContext &context)
{
    const auto missing = [&](const QString &need, const LocalText &why) {
        if (!service.needs.contains(need)) {
            context.whole(u"/needs"_qs, DefectId::NeedMissing, {need, why}, {u"/materials"_qs});
        }
    };
    const auto unused = [&](const QString &need, const LocalText &why) {
        const qsizetype at = service.needs.indexOf(need);
        if (at >= 0) {
            context.whole(under(u"/needs"_qs, at), DefectId::NeedUnused, {need, why}, {u"/materials"_qs});
        }
    };
    if (service.assurance != Assurance::Open) {
        missing(u"identify"_qs, {QStringLiteral("办理时要核验身份（assurance 不是 \"open\"）"),
                                 QStringLiteral("who applies must sign in (`assurance` is not \"open\")")});
    }
    const auto scanned = std::find_if(service.materials.begin(), service.materials.end(),
                                      [&](const ServiceMaterial &one) { return surelyScanned(service, one); });
    if (scanned != service.materials.end()) {
        missing(u"capture"_qs, {QStringLiteral("材料“%1”人人都要扫描").arg(scanned->id),
                                QStringLiteral("everybody scans the material '%1'").arg(scanned->id)});
    }
    if (service.materials.isEmpty()) {
        unused(u"capture"_qs,
               {QStringLiteral("本业务没有要扫描的材料"), QStringLiteral("there is no material to scan")});
    }
    if (service.paper == AnswerPaper::Proof) {
        missing(u"print-receipt"_qs, {QStringLiteral("要打印证明（paper 为 \"proof\"）"),
                                      QStringLiteral("a proof is printed (`paper` is \"proof\")")});
    } else if (service.query && service.paper == AnswerPaper::None) {
        unused(u"print-receipt"_qs,
               {QStringLiteral("这项查询不打印任何东西"), QStringLiteral("this query prints nothing")});
    }
}

// The fields that say who applies; the first of a group that is there will do.
QVector<QStringList> identityOf(const Service &service)
{
    if (service.applicant == QLatin1String("person")) {
        return {{u"cert_type"_qs}, {u"cert_no"_qs}, {u"name"_qs}};
    }
    if (service.applicant == QLatin1String("employer")) {
        return {{u"uscc"_qs, u"unit_no"_qs}, {u"unit_name"_qs}};
    }
    if (service.applicant == QLatin1String("institution")) {
        return {{u"institution_code"_qs}, {u"institution_name"_qs}};
    }
    return {};
}

bool allSound(const Form &form, const CatalogueData &data)
{
    const QStringList ids = form.fieldIds();
    return std::all_of(ids.begin(), ids.end(), [&data](const QString &id) { return data.fields.contains(id); });
}

void checkIdentity(const Service &service, const Form &form, const QString &path, ServiceContext &context)
{
    if (service.query || service.assurance == Assurance::Open || form.pages.isEmpty() ||
        !allSound(form, context.data())) {
        return;
    }
    QStringList missing;
    for (const QStringList &any : identityOf(service)) {
        const bool there = std::any_of(any.begin(), any.end(), [&form](const QString &id) {
            const QVector<FormField> &fields = form.pages.constFirst().fields;
            return std::any_of(fields.begin(), fields.end(), [&id](const FormField &field) { return field.id == id; });
        });
        if (!there) {
            missing.append(any.constFirst());
        }
    }
    if (!missing.isEmpty()) {
        context.whole(path + u"/pages/0"_qs, DefectId::NoIdentity, {missing.join(QStringLiteral(", "))},
                      {u"/applicant"_qs, u"/assurance"_qs, u"/query"_qs});
    }
}

void addRule(RuleList &rules, const QString &path, const std::optional<rules::Rule> &rule)
{
    if (rule) {
        rules.append({path, &*rule});
    }
}

// The rules that speak of the whole case, whichever form it came by. What a form asks and shows has its own check.
RuleList rulesOf(const Service &service)
{
    RuleList rules;
    for (qsizetype i = 0; i < service.eligibility.size(); ++i) {
        rules.append({under(under(u"/eligibility"_qs, i), u"rule"_qs), &service.eligibility[i].rule});
    }
    for (qsizetype i = 0; i < service.materials.size(); ++i) {
        const QString path = under(u"/materials"_qs, i);
        addRule(rules, under(path, u"waivedIf"_qs), service.materials[i].waivedIf);
        addRule(rules, under(path, u"requiredIf"_qs), service.materials[i].requiredIf);
    }
    addRule(rules, u"/autoHandle"_qs, service.autoHandle);
    for (qsizetype i = 0; i < service.suggestions.size(); ++i) {
        addRule(rules, under(under(u"/suggest"_qs, i), u"when"_qs), service.suggestions[i].when);
    }
    return rules;
}

struct AskedForm
{
    const Form *form;
    LocalText name;
    QStringList asked;
};

// What only the visitor can say and a form does not ask is unknown in every case of that form, here and at the centre.
// What a source supplies need not be asked: offline the centre looks it up later; nor what only other services ask: it
// is known of whoever has used them.
void checkRules(const Service &service, ServiceContext &context)
{
    QVector<AskedForm> forms;
    if (!service.online.pages.isEmpty()) {
        forms.append({&service.online, {QStringLiteral("联网表格（online）"), QStringLiteral("the online form")}, {}});
    }
    if (service.offlineAllowed && !service.offline.pages.isEmpty()) {
        forms.append(
            {&service.offline, {QStringLiteral("离线表格（offline）"), QStringLiteral("the offline form")}, {}});
    }
    QStringList own;
    for (AskedForm &form : forms) {
        if (!allSound(*form.form, context.data())) {
            return;
        }
        form.asked = form.form->fieldIds() + service.batch.columns;
        own += form.asked;
    }
    for (const auto &[path, rule] : rulesOf(service)) {
        QStringList facts;
        LocalText where;
        for (const AskedForm &form : std::as_const(forms)) {
            const QString fact = neverYesWithout(*rule, [&](const QString &id) {
                return canBeKnown(id, form.asked, context.data()) ||
                       (!own.contains(id) && context.data().asked.contains(id));
            });
            if (fact.isEmpty()) {
                continue;
            }
            where = facts.isEmpty() ? form.name
                                    : LocalText{where.zh + QStringLiteral("和") + form.name.zh,
                                                where.en + QStringLiteral(" and ") + form.name.en};
            facts.append(fact);
        }
        if (!facts.isEmpty()) {
            context.whole(path, DefectId::RuleNeverDecided, {facts.constFirst(), where}, {u"/forms"_qs, u"/batch"_qs});
        }
    }
}

void checkTime(const ServiceTime &time, ServiceContext &context)
{
    if (time.statutory && time.promised > *time.statutory) {
        context.whole(u"/time/promised"_qs, DefectId::PromisedAboveStatutory, {time.promised, *time.statutory},
                      {u"/time"_qs});
    } else if (time.immediate && time.promised > 0) {
        context.whole(u"/time/immediate"_qs, DefectId::ImmediateWithDays, {time.promised}, {u"/time"_qs});
    } else if (!time.immediate && time.promised == 0) {
        context.whole(u"/time/promised"_qs, DefectId::LaterWithoutDays, {}, {u"/time"_qs});
    }
}

}  // namespace

QString neverYesWithout(const rules::Rule &rule, const KnownFact &known)
{
    if (canBe(true, rule.root(), known)) {
        return {};
    }
    const QStringList facts = rule.facts();
    const auto first = std::find_if_not(facts.begin(), facts.end(), known);
    return first == facts.end() ? QString() : *first;
}

void checkTogether(const Service &service, ServiceContext &context)
{
    checkGuardian(service, context);
    checkNeeds(service, context);
    checkTime(service.time, context);
    checkIdentity(service, service.online, u"/forms/online"_qs, context);
    if (service.offlineAllowed) {
        checkIdentity(service, service.offline, u"/forms/offline"_qs, context);
    }
    checkRules(service, context);
}

}  // namespace hall
