// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/databaseaddress.h"

#include <QMap>
#include <QSet>
#include <QUrl>

namespace hall::gateway {
namespace {

constexpr char kScheme[] = "postgresql://";
constexpr char kPort[] = "5432";

tl::unexpected<Fault> bad(const char *why)
{
    // Without the URL: it may hold a password.
    return fail(FaultCode::BadArgument, std::string("the address of the database: ") + why);
}

QString decoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

// The driver cuts options at ; and takes values as libpq's strings do.
Result<QString> quoted(const QString &value)
{
    if (value.contains(u';') || value.contains(QChar::Null)) {
        return bad("; has no place in it");
    }
    QString text = value;
    text.replace(u'\\', QLatin1String("\\\\")).replace(u'\'', QLatin1String("\\'"));
    return QStringLiteral("'%1'").arg(text);
}

struct Hosts
{
    QString names;
    QString ports;
};

// HOST, HOST:PORT, [IPV6]:PORT, with commas between.
Result<Hosts> parseHosts(const QString &text)
{
    QStringList names;
    QStringList ports;
    for (const QString &one : text.split(u',')) {
        const qsizetype bracket = one.lastIndexOf(u']');
        const qsizetype colon = one.indexOf(u':', qMax<qsizetype>(bracket, 0));
        QString name = colon < 0 ? one : one.left(colon);
        if (name.startsWith(u'[') != name.endsWith(u']')) {
            return bad("a bracket is missing");
        }
        name = name.startsWith(u'[') ? name.mid(1, name.size() - 2) : decoded(name);
        const QString port = colon < 0 ? QLatin1String(kPort) : one.mid(colon + 1);
        bool numeric = false;
        const int number = port.toInt(&numeric);
        if (name.isEmpty() || name.contains(u',') || !numeric || number < 1 || number > 65535) {
            return bad("a host or port is wrong");
        }
        names.append(name);
        ports.append(port);
    }
    return Hosts{names.join(u','), ports.join(u',')};
}

Done addOptions(const QString &text, QMap<QString, QString> &options)
{
    static const QSet<QString> known{QStringLiteral("connect_timeout"),
                                     QStringLiteral("keepalives_count"),
                                     QStringLiteral("keepalives_idle"),
                                     QStringLiteral("keepalives_interval"),
                                     QStringLiteral("sslcert"),
                                     QStringLiteral("sslkey"),
                                     QStringLiteral("sslmode"),
                                     QStringLiteral("sslrootcert"),
                                     QStringLiteral("target_session_attrs"),
                                     QStringLiteral("tcp_user_timeout")};
    for (const QString &one : text.split(u'&', Qt::SkipEmptyParts)) {
        const QString name = one.section(u'=', 0, 0);
        if (!known.contains(name)) {
            return bad("an option is not known");
        }
        options[name] = decoded(one.section(u'=', 1));
    }
    return {};
}

}  // namespace

Result<DatabaseAddress> parseDatabaseUrl(const QString &url)
{
    if (!url.startsWith(QLatin1String(kScheme))) {
        return bad("it begins with postgresql://");
    }
    const QString rest = url.mid(qsizetype(sizeof kScheme) - 1);
    const QString before = rest.section(u'?', 0, 0);
    const QString authority = before.section(u'/', 0, 0);
    const qsizetype at = authority.lastIndexOf(u'@');
    const QString who = at < 0 ? QString() : authority.left(at);
    const QString where = authority.mid(at + 1);
    DatabaseAddress address;
    address.user = decoded(who.section(u':', 0, 0));
    address.password = decoded(who.section(u':', 1));
    address.name = decoded(before.section(u'/', 1));
    // A host that is gone says nothing: a connection to it is given up after seconds, not after the system's hours.
    QMap<QString, QString> options{{QStringLiteral("connect_timeout"), QStringLiteral("3")}};
    if (!where.isEmpty()) {
        auto hosts = parseHosts(where);
        if (!hosts) {
            return fail(hosts.error());
        }
        options[QStringLiteral("host")] = hosts->names;
        options[QStringLiteral("port")] = hosts->ports;
        options[QStringLiteral("keepalives_idle")] = QStringLiteral("5");
        options[QStringLiteral("keepalives_interval")] = QStringLiteral("2");
        options[QStringLiteral("keepalives_count")] = QStringLiteral("3");
        options[QStringLiteral("tcp_user_timeout")] = QStringLiteral("10000");
        if (where.contains(u',')) {
            options[QStringLiteral("target_session_attrs")] = QStringLiteral("read-write");
        }
    }
    if (auto done = addOptions(rest.section(u'?', 1), options); !done) {
        return fail(done.error());
    }
    QStringList list;
    for (auto it = options.cbegin(); it != options.cend(); ++it) {
        auto value = quoted(it.value());
        if (!value) {
            return fail(value.error());
        }
        list.append(it.key() + u'=' + *value);
    }
    address.options = list.join(u';');
    return address;
}

}  // namespace hall::gateway
