// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/scenarios.h"

#include <QDir>
#include <QFileInfo>

namespace hall {

namespace {

constexpr int lookMs = 50;
const QString suffix = QStringLiteral(".json");

}  // namespace

Scenarios::Scenarios(QString folder, Status status, Act act, QObject *parent)
    : QObject(parent), m_folder(std::move(folder)), m_status(std::move(status)), m_act(std::move(act))
{
    m_tick.setInterval(lookMs);
    connect(&m_tick, &QTimer::timeout, this, &Scenarios::look);
}

Done Scenarios::play(const QString &nameOrFile)
{
    const bool name = !nameOrFile.contains(u'/') && !nameOrFile.endsWith(suffix);
    auto scenario = device::readScenario(name ? m_folder + u'/' + nameOrFile + suffix : nameOrFile);
    if (!scenario) {
        return fail(scenario.error());
    }
    m_name = name ? nameOrFile : QFileInfo(nameOrFile).completeBaseName();
    m_player = std::make_unique<device::ScenarioPlayer>(std::move(*scenario), device::Timeline::machine());
    m_tick.start();
    look();
    return {};
}

void Scenarios::stop()
{
    m_tick.stop();
    m_player.reset();
    m_name.clear();
}

void Scenarios::look()
{
    while (const auto request = m_player->turn(m_status())) {
        if (const auto done = m_act(*request); !done) {
            m_player->failed(done.error());
        }
    }
    if (m_player->over()) {
        m_tick.stop();
    }
}

QJsonArray Scenarios::list() const
{
    QJsonArray all;
    for (const QString &file : QDir(m_folder).entryList({u'*' + suffix}, QDir::Files, QDir::Name)) {
        if (const auto scenario = device::readScenario(m_folder + u'/' + file)) {
            all.append(QJsonObject{{QStringLiteral("name"), QFileInfo(file).completeBaseName()},
                                   {QStringLiteral("title"), scenario->title}});
        }
    }
    return all;
}

QJsonObject Scenarios::state() const
{
    if (!m_player) {
        return {};
    }
    QJsonValue fault;
    if (const auto &why = m_player->fault()) {
        const std::string_view code = why->name();
        fault = QJsonObject{{QStringLiteral("code"), QString::fromUtf8(code.data(), qsizetype(code.size()))},
                            {QStringLiteral("detail"), QString::fromStdString(why->detail)}};
    }
    return {{QStringLiteral("name"), m_name},
            {QStringLiteral("step"), static_cast<qint64>(m_player->step())},
            {QStringLiteral("steps"), static_cast<qint64>(m_player->steps())},
            {QStringLiteral("playing"), !m_player->over()},
            {QStringLiteral("fault"), fault}};
}

}  // namespace hall
