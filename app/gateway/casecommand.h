// SPDX-License-Identifier: GPL-3.0-or-later
// `hall-gateway case ID ACT …`: an official's side of a case, for demonstrations and tests. With a
// municipal core its adapter takes the same steps.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/caselife.h"

#include <QStringList>

namespace hall::gateway {

struct CaseCommand
{
    QString item;  // id, or the short number that people see
    CaseAct act = CaseAct::Approve;
    StepWords words;
};

// What the options said: each of `fields` and `materials` is "ID" or "ID=plain sentence".
struct CaseOptions
{
    QStringList fields;
    QStringList materials;
    QString words;
    QString until;  // ISO date
    QString what;
    QString place;
};

// arguments: ID ACT. BadArgument names what is missing or wrong. With a correction, `words` that stand alone are what
// is asked for.
[[nodiscard]] Result<CaseCommand> parseCaseCommand(const QStringList &arguments, const CaseOptions &options);
// One transaction; gives the new state.
[[nodiscard]] Result<CaseState> runCaseCommand(Database &database, const CaseCommand &command, const Clock &clock);

}  // namespace hall::gateway
