// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/visithost.h"

#include "app/session/pageimages.h"
#include "app/upkeep/upkeep.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QPixmapCache>

#include <malloc.h>

namespace hall {

VisitHost::VisitHost(QQuickWindow &window, SessionServices services, Upkeep *upkeep, Look look, QObject *parent)
    : QObject(parent), m_window(window), m_services(std::move(services)), m_upkeep(upkeep), m_look(std::move(look))
{
    m_window.installEventFilter(this);
    const auto fit = [this] {
        if (m_root) {
            m_root->setSize(QSizeF(m_window.size()));
        }
    };
    connect(&m_window, &QWindow::widthChanged, this, fit);
    connect(&m_window, &QWindow::heightChanged, this, fit);
}

VisitHost::~VisitHost()
{
    destroyEngine();
}

void VisitHost::renew()
{
    if (m_renewing) {
        return;
    }
    m_renewing = true;
    // From the event loop: the call may come from a signal of the very engine that goes.
    QMetaObject::invokeMethod(
        this,
        [this] {
            destroyEngine();
            m_staff = false;
            setLanguage(m_look.language);
            m_session = std::make_unique<Session>(m_services);
            m_session->setLanguage(m_look.language);
            connect(m_session.get(), &Session::languageChanged, this, [this] {
                setLanguage(m_session->language());
                m_engine->retranslate();
            });
            connect(m_session.get(), &Session::wiping, this, &VisitHost::visitEnding);
            connect(m_session.get(), &Session::visitOver, this, &VisitHost::renew);
            connect(m_session.get(), &Session::staffCardSeen, this, &VisitHost::staffCardSeen);
            load(QUrl(QStringLiteral("qrc:/qt/qml/Hall/Shell/VisitorMain.qml")));
            ++m_visits;
            m_renewing = false;
            Q_EMIT renewed();
        },
        Qt::QueuedConnection);
}

void VisitHost::showStaff()
{
    if (m_renewing) {
        return;
    }
    m_renewing = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            destroyEngine();
            m_staff = true;
            setLanguage(m_look.language);
            load(QUrl(QStringLiteral("qrc:/qt/qml/Hall/Shell/StaffMain.qml")));
            m_renewing = false;
        },
        Qt::QueuedConnection);
}

void VisitHost::load(const QUrl &url)
{
    m_engine = std::make_unique<QQmlEngine>();
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->setProperty(Session::engineProperty, QVariant::fromValue(static_cast<QObject *>(m_session.get())));
    m_engine->setProperty(Upkeep::engineProperty, QVariant::fromValue(static_cast<QObject *>(m_upkeep)));
    if (m_session) {
        m_engine->addImageProvider(QString::fromLatin1(PageImages::providerName), new PageImages(*m_session));
    }
    connect(m_engine.get(), &QQmlEngine::warnings, this,
            [this](const QList<QQmlError> &errors) { m_warnings += static_cast<int>(errors.size()); });

    QQmlComponent component(m_engine.get(), url);
    const QVariantMap initial{{QStringLiteral("pixelsPerMm"), m_look.pixelsPerMm},
                              {QStringLiteral("width"), m_window.width()},
                              {QStringLiteral("height"), m_window.height()}};
    // Asked to create what it could not load, Qt 6.4 sets the properties of nothing and crashes.
    if (component.isReady()) {
        m_root.reset(qobject_cast<QQuickItem *>(component.createWithInitialProperties(initial)));
    }
    if (!m_root) {
        qCritical("the page tree could not be loaded: %s", qUtf8Printable(component.errorString()));
        ++m_warnings;
        return;
    }
    m_root->setParentItem(m_window.contentItem());
    m_root->setSize(QSizeF(m_window.size()));
    m_root->setFocus(true);
}

void VisitHost::destroyEngine()
{
    m_root.reset();
    m_engine.reset();
    m_session.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QPixmapCache::clear();
    m_window.releaseResources();
    if (QGuiApplication::clipboard()) {
        QGuiApplication::clipboard()->clear();
    }
    malloc_trim(0);
}

void VisitHost::setLanguage(const QString &language)
{
    if (language == m_language) {
        return;
    }
    QCoreApplication::removeTranslator(&m_translator);
    if (m_translator.load(QStringLiteral(":/i18n/hall_%1.qm").arg(language))) {
        QCoreApplication::installTranslator(&m_translator);
    }
    m_language = language;
}

bool VisitHost::eventFilter(QObject *watched, QEvent *event)
{
    switch (static_cast<int>(event->type())) {
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::MouseButtonPress:
    case QEvent::KeyPress:
        if (m_session) {
            // After the touch itself: it must not take the warning away from under the finger, and reach what lies
            // below.
            QMetaObject::invokeMethod(m_session.get(), &Session::touched, Qt::QueuedConnection);
        }
        if (m_staff && m_upkeep) {
            m_upkeep->touched();
        }
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace hall
