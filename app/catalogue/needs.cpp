// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/needs.h"

#include "app/catalogue/catalogue.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/jsonread.h"

#include <QSet>

#include <algorithm>

namespace hall {
namespace {

bool inForce(const Catalogue &catalogue, const QString &id, const QDate &today)
{
    const Service *service = catalogue.service(id);
    return service && validOn(*service, today);
}

bool open(const Catalogue &catalogue, const QString &id, const Facts &facts, const QDate &today)
{
    return inForce(catalogue, id, today) && eligibility(*catalogue.service(id), facts, today).answer != Tri::No;
}

// has() says yes or no of what is unknown, and would make an empty record suggest something.
bool asksWhatIsUnknown(const rules::Node &node)
{
    return node.op == rules::Op::Has || std::any_of(node.children.begin(), node.children.end(), asksWhatIsUnknown);
}

}  // namespace

QVector<Need> needsOf(const Catalogue &catalogue, const Facts &facts, const QDate &today)
{
    QVector<Need> needs;
    Facts known = facts;
    for (const NeedRule &rule : catalogue.needs()) {
        const bool told =
            rule.early ? inForce(catalogue, rule.service, today) : open(catalogue, rule.service, known, today);
        if (told && rule.when.evaluate(known, today) == Tri::Yes) {
            needs.append({rule.id, rule.service, rule.why});
            known = afterwards(*catalogue.service(rule.service), std::move(known));
        }
    }
    wipeFacts(known);
    return needs;
}

QVector<Need> suggestionsAfter(const Catalogue &catalogue, const Service &service, const Facts &facts,
                               const QDate &today)
{
    QVector<Need> needs;
    Facts known = afterwards(service, facts);
    for (const Suggestion &suggestion : service.suggestions) {
        const bool useful = !suggestion.when || suggestion.when->evaluate(known, today) == Tri::Yes;
        if (useful && suggestion.service != service.id && open(catalogue, suggestion.service, known, today)) {
            needs.append({{}, suggestion.service, suggestion.why});
        }
    }
    wipeFacts(known);
    return needs;
}

QVector<NeedRule> readNeeds(const QJsonObject &document, const CatalogueData &data, FileReport &report)
{
    const DictionaryVocabulary vocabulary(data);
    QVector<NeedRule> needs;
    QSet<QString> seen;
    const QJsonArray rows = document[u"needs"].toArray();
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QString path = under(u"/needs"_qs, i);
        const QString id = rows[i][u"id"].toString();
        const QString service = rows[i][u"service"].toString();
        const auto when = readRule(rows[i][u"when"], under(path, u"when"_qs), vocabulary, report);
        bool sound = when.has_value();
        const auto defect = [&](const QString &key, DefectId what, const DefectArguments &arguments = {}) {
            report.add(under(path, key), what, arguments);
            sound = false;
        };
        if (seen.contains(id)) {
            defect(u"id"_qs, DefectId::NeedTwice, {id});
        }
        seen.insert(id);
        if (!data.services.contains(service)) {
            defect(u"service"_qs, DefectId::NoService, {service});
        }
        if (when && asksWhatIsUnknown(when->root())) {
            defect(u"when"_qs, DefectId::NeedAsksHas);
        } else if (when && when->evaluate({}, {}) == Tri::Yes) {
            defect(u"when"_qs, DefectId::NeedForAll);
        }
        if (sound) {
            needs.append({id, service, *when, localText(rows[i][u"why"]), basisOf(rows[i][u"basis"].toString()),
                          rows[i][u"early"].toBool()});
        }
    }
    return needs;
}

}  // namespace hall
