// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold of any catalogue file: defects that somebody can act on, and services that can be shown.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/defect.h"
#include "app/catalogue/formengine.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hall::fuzz {

inline const QDate today(2026, 3, 1);

// The place itself, or its parent when what is complained of is that it is missing.
inline bool pointsIntoFile(const QString &pointer, const QJsonValue &document)
{
    QJsonValue at = document;
    QStringList steps = pointer.split(u'/');
    if (!steps.takeFirst().isEmpty()) {
        return false;
    }
    for (qsizetype i = 0; i < steps.size(); ++i) {
        QString step = steps[i];
        step.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
        const QJsonValue next = at.isArray() ? at.toArray().at(step.toInt()) : at.toObject().value(step);
        if (next.isUndefined()) {
            return i + 1 == steps.size();
        }
        at = next;
    }
    return true;
}

inline void checkDefects(const QVector<Defect> &defects, const QString &file, const QJsonObject &document)
{
    for (const Defect &defect : defects) {
        HALL_HOLDS(!defect.reason.isEmpty() && !defect.cure.isEmpty());
        HALL_HOLDS(defect.id.isEmpty() == defect.reasonZh.isEmpty() && defect.id.isEmpty() == defect.cureZh.isEmpty());
        HALL_HOLDS(defect.file != file || pointsIntoFile(defect.path, document));
    }
}

inline void useForms(const Service &service, const Catalogue &catalogue)
{
    for (const FormKind kind : {FormKind::Online, FormKind::Offline}) {
        const Facts facts;
        const qsizetype sharing = service.checks.isEmpty() ? 0 : 1;  // a page and a question of the form engine's own
        HALL_HOLDS(visiblePages(service, kind, facts, today).size() <= formOf(service, kind).pages.size() + sharing);
        HALL_HOLDS(requiredFields(service, kind, facts, today).size() <=
                   formOf(service, kind).fieldIds().size() + sharing);
        for (const hall::Problem &problem : problems(catalogue, service, kind, facts, today)) {
            HALL_HOLDS(catalogue.field(problem.field) != nullptr);
        }
        HALL_HOLDS(answers(service, kind, facts, today).isEmpty());
    }
    HALL_HOLDS(materialNeeds(service, {}, {}, today).size() == service.materials.size());
    const Eligibility verdict = eligibility(service, {}, today);
    HALL_HOLDS((verdict.answer == Tri::Yes) == (verdict.clause == nullptr));
}

}  // namespace hall::fuzz
