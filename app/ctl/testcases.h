// SPDX-License-Identifier: GPL-3.0-or-later
// Marked test transactions of a fictional person, made by the same writer as a visitor's cases.
#pragma once

#include "app/catalogue/service.h"
#include "app/domain/base/clock.h"
#include "app/session/casewriter.h"

namespace hall::ctl {

struct TestCases
{
    const Service *service = nullptr;  // not null
    QString catalogueVersion;
    qint64 bodyBytes = 0;  // of the case before it is sealed; a case that is larger without padding stays as it is
    QByteArray scan;       // JPEG, or empty
};

struct MadeCase
{
    QString id;
    Committed committed;
};

// One more case. Faults of CaseWriter.
[[nodiscard]] Result<MadeCase> addTestCase(CaseWriter &writer, const Clock &clock, const TestCases &wanted);

}  // namespace hall::ctl
