// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/nginxprogram.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <unistd.h>
#include <utility>

namespace hall::bench {

namespace {

const QString program = QStringLiteral("/usr/sbin/nginx");
const QString deploy = QStringLiteral(HALL_DEPLOY);
constexpr int startMs = 10'000;
constexpr int lookEveryMs = 10;

Result<QByteArray> fileText(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, path.toStdString() + " cannot be read");
    }
    return file.readAll();
}

Done written(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
        return fail(FaultCode::FileUnreadable, path.toStdString() + " cannot be written");
    }
    return {};
}

int freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

}  // namespace

NginxProgram::NginxProgram(const QString &folder, QString keys, int front)
    : m_folder(folder + QStringLiteral("/nginx")), m_keys(std::move(keys)), m_front(front),
      m_child(program, m_folder + QStringLiteral("/said.log"), m_folder)
{
    QDir().mkpath(m_folder);
}

Result<QByteArray> NginxProgram::site() const
{
    auto text = fileText(deploy + QStringLiteral("/nginx.conf"));
    if (!text) {
        return text;
    }
    const std::pair<QByteArray, QByteArray> moves[] = {
        {"listen 443 ssl;", "listen 127.0.0.1:" + QByteArray::number(m_port) + " ssl;"},
        {"listen [::]:443 ssl;", ""},
        {"/var/log/nginx/", m_folder.toUtf8() + '/'},
        {"/etc/hall-gateway/", m_keys.toUtf8() + '/'},
        {"server 127.0.0.1:8081 ", "server 127.0.0.1:" + QByteArray::number(m_front) + ' '}};
    for (const auto &[from, to] : moves) {
        if (!text->contains(from)) {
            return fail(FaultCode::FileInvalid, "nginx.conf has no '" + from.toStdString() + "'");
        }
        text->replace(from, to);
    }
    return text;
}

// Debian's nginx.conf with what setup changes in it.
Result<QByteArray> NginxProgram::mainText() const
{
    const auto setup = fileText(deploy + QStringLiteral("/setup"));
    const auto limits = fileText(deploy + QStringLiteral("/nginx-limits.conf"));
    if (!setup || !limits) {
        return fail(setup ? limits.error() : setup.error());
    }
    static const QRegularExpression line(QStringLiteral("^CONNECTIONS=([0-9]+)$"), QRegularExpression::MultilineOption);
    const auto connections = line.match(QString::fromUtf8(*setup));
    if (!connections.hasMatch()) {
        return fail(FaultCode::FileInvalid, "setup does not say how many connections a worker takes");
    }
    const QByteArray folder = m_folder.toUtf8();
    QByteArray text = geteuid() == 0 ? "user root;\n" : "";
    text += "worker_processes auto;\nerror_log " + folder + "/error.log;\npid " + folder + "/nginx.pid;\n" + *limits +
            "events { worker_connections " + connections.captured(1).toUtf8() +
            "; }\nhttp {\n    sendfile on;\n    tcp_nopush on;\n    types_hash_max_size 2048;\n    gzip on;\n";
    for (const char *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        text += "    " + QByteArray(kind) + "_temp_path " + folder + '/' + kind + ";\n";
    }
    return text + "    include " + folder + "/site.conf;\n}\n";
}

Done NginxProgram::start()
{
    m_port = freePort();
    const auto one = site();
    const auto main = one ? mainText() : fail(one.error());
    if (!main) {
        return fail(main.error());
    }
    const QString config = m_folder + QStringLiteral("/nginx.conf");
    for (const auto &[path, text] : {std::pair(m_folder + QStringLiteral("/site.conf"), *one), {config, *main}}) {
        if (Done done = written(path, text); !done) {
            return done;
        }
    }
    if (Done started = m_child.start({QStringLiteral("-p"), m_folder, QStringLiteral("-c"), config,
                                      QStringLiteral("-e"), m_folder + QStringLiteral("/error.log"),
                                      QStringLiteral("-g"), QStringLiteral("daemon off;")});
        !started) {
        return started;
    }
    const QDeadlineTimer deadline(startMs);
    while (m_child.running() && !deadline.hasExpired()) {
        QTcpSocket probe;
        probe.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_port));
        if (probe.waitForConnected(lookEveryMs)) {
            return {};
        }
        QThread::msleep(lookEveryMs);
    }
    const auto log = fileText(m_folder + QStringLiteral("/error.log"));
    return fail(FaultCode::DeviceTimeout,
                "nginx is not ready: " + (log ? log->right(500).trimmed().toStdString() : ""));
}

}  // namespace hall::bench
