// SPDX-License-Identifier: GPL-3.0-or-later
// The window stays; what is in it lives for one visit. Each visit gets a QML engine and a Session of its own, and both
// are destroyed with it, so that nothing a visitor typed or was shown is left for the next.
#pragma once

#include "app/session/session.h"

#include <QObject>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTranslator>

#include <memory>

namespace hall {

class Upkeep;

class VisitHost : public QObject
{
    Q_OBJECT

public:
    struct Look
    {
        double pixelsPerMm = 3.2;
        QString language;
    };

    VisitHost(QQuickWindow &window, SessionServices services, Upkeep *upkeep, Look look, QObject *parent = nullptr);
    ~VisitHost() override;

    void renew();      // attract, in a fresh engine; ends the visit that was
    void showStaff();  // the maintenance pages, in a fresh engine
    [[nodiscard]] Session *session() const { return m_session.get(); }  // null while staff pages are shown
    [[nodiscard]] bool staffShown() const { return m_staff; }
    [[nodiscard]] bool pagesLoaded() const { return m_root != nullptr; }
    [[nodiscard]] int warnings() const { return m_warnings; }  // QML warnings since the start
    [[nodiscard]] quint64 visits() const { return m_visits; }

Q_SIGNALS:
    void visitEnding(const QStringList &traces);  // what the card said, before it is wiped
    void renewed();
    void staffCardSeen(const QString &cardNumber);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void load(const QUrl &url);
    void destroyEngine();
    void setLanguage(const QString &language);

    QQuickWindow &m_window;
    SessionServices m_services;
    Upkeep *m_upkeep;
    Look m_look;
    QString m_language;
    QTranslator m_translator;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QQmlEngine> m_engine;
    std::unique_ptr<QQuickItem> m_root;
    bool m_staff = false;
    bool m_renewing = false;
    int m_warnings = 0;
    quint64 m_visits = 0;
};

}  // namespace hall
