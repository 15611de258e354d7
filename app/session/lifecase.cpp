// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/lifecase.h"

#include "app/domain/transaction.h"
#include "app/protocol/envelope.h"

#include <QJsonArray>

namespace hall {
namespace {

constexpr qsizetype casesMost = 50;
constexpr qsizetype thingsMost = 30;
constexpr qsizetype textMost = 300;  // characters of a sentence that an official wrote
constexpr qsizetype fieldsOfPage = 6;

QString shortText(const QJsonValue &value)
{
    return value.toString().simplified().left(textMost);
}

QVector<AskedThing> askedThings(const QJsonArray &array)
{
    QVector<AskedThing> things;
    for (const auto &entry : array) {
        const QJsonObject object = entry.toObject();
        AskedThing thing{object.value(QStringLiteral("kind")).toString(), object.value(QStringLiteral("id")).toString(),
                         shortText(object.value(QStringLiteral("text")))};
        const bool said = !thing.id.isEmpty() || !thing.text.isEmpty();
        if (said && things.size() < thingsMost) {
            things.append(std::move(thing));
        }
    }
    return things;
}

// As the service asks it in one of its forms, before conditions.
const FormField *fieldOf(const Service &service, const QString &id)
{
    for (const Form *form : {&service.online, &service.offline}) {
        for (const FormPage &page : form->pages) {
            for (const FormField &field : page.fields) {
                if (field.id == id) {
                    return &field;
                }
            }
        }
    }
    return nullptr;
}

const FormPage *pageOf(const Service &service, const QString &id)
{
    for (const Form *form : {&service.online, &service.offline}) {
        for (const FormPage &page : form->pages) {
            for (const FormField &field : page.fields) {
                if (field.id == id) {
                    return &page;
                }
            }
        }
    }
    return nullptr;
}

const ServiceMaterial *materialOf(const Service &service, const QString &id)
{
    for (const ServiceMaterial &material : service.materials) {
        if (material.id == id) {
            return &material;
        }
    }
    return nullptr;
}

void addField(Form &form, const FormPage &from, FormField field)
{
    field.required = true;
    field.readonly = false;
    field.visibleIf.reset();
    field.requiredIf.reset();
    for (FormPage &page : form.pages) {
        if (page.id == from.id && page.fields.size() < fieldsOfPage) {
            page.fields.append(std::move(field));
            return;
        }
    }
    form.pages.append({from.id, from.title, {std::move(field)}});
}

}  // namespace

QVector<LifeCase> lifeCases(const QJsonObject &answer, bool detailed)
{
    QVector<LifeCase> cases;
    for (const auto &entry : answer.value(QStringLiteral("cases")).toArray()) {
        const QJsonObject object = entry.toObject();
        LifeCase one;
        one.id = object.value(QStringLiteral("id")).toString();
        one.at = QDateTime::fromString(object.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs);
        if (!isUuid(one.id) || !one.at.isValid() || cases.size() == casesMost) {
            continue;
        }
        one.number = shortNumber(one.id);
        one.service = object.value(QStringLiteral("service")).toString();
        one.state = object.value(QStringLiteral("state")).toString();
        one.code = object.value(QStringLiteral("code")).toString();
        one.waiting = object.value(QStringLiteral("waiting")).toBool();
        one.detailed = detailed;
        one.asked = askedThings(object.value(QStringLiteral("asked")).toArray());
        one.words = shortText(object.value(QStringLiteral("words")));
        const QJsonObject result = object.value(QStringLiteral("result")).toObject();
        one.what = shortText(result.value(QStringLiteral("what")));
        one.place = shortText(result.value(QStringLiteral("place")));
        const QJsonValue until =
            result.isEmpty() ? object.value(QStringLiteral("until")) : result.value(QStringLiteral("until"));
        one.until = QDate::fromString(until.toString(), Qt::ISODate);
        cases.append(std::move(one));
    }
    return cases;
}

bool canSupplement(const Service &service, const LifeCase &one)
{
    const Service cut = supplementOf(service, one);
    return one.state == QLatin1String("correction") && (!cut.online.pages.isEmpty() || !cut.materials.isEmpty());
}

Service supplementOf(const Service &service, const LifeCase &one)
{
    Service cut = service;
    cut.eligibility.clear();
    cut.online = {};
    cut.offline = {};
    cut.materials.clear();
    cut.next.clear();
    cut.checks.clear();  // said with the case itself: no further page asks whether offices may be asked
    cut.suggestions.clear();
    cut.facts.clear();
    cut.query = false;
    cut.applicant = QStringLiteral("person");  // for whom it is was said with the case
    cut.batch = {};
    cut.delegateLetter.clear();
    cut.guardianForMinors = false;
    cut.offlineAllowed = true;
    for (const AskedThing &thing : one.asked) {
        if (thing.kind == QLatin1String("field") && !cut.facts.contains(thing.id)) {
            if (const FormField *field = fieldOf(service, thing.id)) {
                addField(cut.online, *pageOf(service, thing.id), *field);
                cut.facts.append(thing.id);
            }
        } else if (thing.kind == QLatin1String("material") && !materialOf(cut, thing.id)) {
            if (const ServiceMaterial *known = materialOf(service, thing.id)) {
                ServiceMaterial material = *known;
                material.required = true;
                material.requiredIf.reset();
                material.waivedIf.reset();
                material.waiver = {};
                material.licence.clear();  // an official asked for the paper
                if (!thing.text.isEmpty()) {
                    material.why = {thing.text, thing.text};
                }
                cut.materials.append(std::move(material));
            }
        }
    }
    return cut;
}

bool canWithdraw(const LifeCase &one)
{
    static const QStringList open{QStringLiteral("queued"),      QStringLiteral("waiting-blobs"),
                                  QStringLiteral("stored"),      QStringLiteral("accepted"),
                                  QStringLiteral("in-progress"), QStringLiteral("correction")};
    return open.contains(one.state);
}

}  // namespace hall
