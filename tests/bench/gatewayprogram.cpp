// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/gatewayprogram.h"

#include <QFile>
#include <QJsonDocument>
#include <QThread>

namespace hall::bench {

namespace {

constexpr int gatewayMs = 30'000;
constexpr int coreLookMs = 200;

}  // namespace

GatewayProgram::GatewayProgram(const Settings &settings, const QString &database)
    : m_settings(settings), m_program(settings.programs + QStringLiteral("/hall-gateway")),
      m_data(settings.folder + QStringLiteral("/gateway")), m_database(database),
      m_child(m_program, settings.folder + QStringLiteral("/gateway.log"), settings.folder)
{
}

Done GatewayProgram::start()
{
    Done made = init();
    return made ? serve() : made;
}

Done GatewayProgram::init()
{
    const auto done = command({QStringLiteral("init")});
    return done ? Done() : Done(fail(done.error()));
}

Done GatewayProgram::serve(const QStringList &more)
{
    const QStringList words{QStringLiteral("serve"),
                            QStringLiteral("--data"),
                            m_data,
                            QStringLiteral("--database"),
                            m_database,
                            QStringLiteral("--listen"),
                            QStringLiteral("127.0.0.1:0"),
                            QStringLiteral("--role"),
                            m_settings.withCore ? QStringLiteral("both") : QStringLiteral("front"),
                            QStringLiteral("--accept-tests")};
    if (const Done started = m_child.start(words + more); !started) {
        return started;
    }
    const auto line = m_child.waitForLine(QStringLiteral("listening on "), gatewayMs);
    if (!line) {
        return fail(line.error());
    }
    m_port = line->section(QLatin1Char(':'), -1).toInt();
    return {};
}

Result<std::unique_ptr<KioskRig>> GatewayProgram::enrolledKiosk(const QString &name)
{
    const auto code = command({QStringLiteral("enrol-code"), name});
    if (!code) {
        return fail(code.error());
    }
    QFile authority(m_data + QStringLiteral("/front/ca.pem"));
    if (!authority.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, "the gateway made no CA certificate");
    }
    return KioskRig::enrolled(m_settings.folder + u'/' + name, m_settings,
                              QStringLiteral("https://127.0.0.1:%1").arg(m_port), *code, authority.readAll());
}

Done GatewayProgram::waitForCore()
{
    while (m_settings.withCore) {
        const auto stats = command({QStringLiteral("stats"), QStringLiteral("--json")});
        if (!stats) {
            return fail(stats.error());
        }
        if (QJsonDocument::fromJson(stats->toUtf8())[u"items"][u"received"].toInteger() == 0) {
            return {};
        }
        QThread::msleep(coreLookMs);
    }
    return {};
}

Result<QString> GatewayProgram::command(const QStringList &words)
{
    return ChildProgram::output(
        m_program, words + QStringList{QStringLiteral("--data"), m_data, QStringLiteral("--database"), m_database});
}

}  // namespace hall::bench
