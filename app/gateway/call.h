// SPDX-License-Identifier: GPL-3.0-or-later
// One call of hall-gateway on the command line, and how it ends: 0, 1 with a line on stderr (and JSON), 2 on wrong
// usage.
#pragma once

#include "app/domain/identity.h"
#include "app/gateway/database.h"
#include "app/gateway/offices.h"

#include <QCommandLineParser>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace hall::gateway {

struct Call
{
    QCommandLineParser parser;
    QStringList arguments;  // after the command
    QString dataDir;
    QString database;
};

// told: what there is to say all the same, with --json.
int failed(const Call &call, const Fault &fault, QJsonObject told = {});
int wrongUsage(const char *what);
// A line of standard input; on a terminal it is asked for, and not shown.
[[nodiscard]] Sensitive<QString> readHidden(const char *question);
void print(const QJsonDocument &document);
int withDatabase(const Call &call, const std::function<int(std::shared_ptr<Database>)> &work);

// How far the audit logs of kiosks go (audithead.h).
int auditCommand(const Call &call);
// Begins and ends keys that kiosks seal to (sealkeys.h).
int sealKeyCommand(const Call &call);
// The server's next certificate, before the one there is ends.
int serverCertificateCommand(const Call &call);
// The kiosks and how each says it is (kiosklist.h).
int kiosksCommand(const Call &call);
// Who asked for whom and why (asklist.h).
int asksCommand(const Call &call);
// What kiosks do that no honest one does (alarms.h).
int alarmsCommand(const Call &call);
// Cases on a medium (takein.h).
int takeCommand(const Call &call);
// staff pin: needs no folder.
int staffCommand(const Call &call);
// Whether the offices of --ask answer (offices.h): needs no folder.
int askCheckCommand(const Call &call);
// --ask and the options beside it, as they were given.
[[nodiscard]] OfficeWords officeWords(const Call &call);

// Commands that end what was kept (README.md).
int retentionCommand(const Call &call);
int exportCommand(const Call &call);
int destroyCommand(const Call &call);

}  // namespace hall::gateway
