// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/screenhand.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QImage>
#include <QJsonObject>
#include <QQuickItem>
#include <QQuickWindow>
#include <QtGui/qtestsupport_gui.h>
#include <QTimer>

#include <chrono>

namespace hall {

namespace {

QString roleText(QAccessible::Role role)
{
    switch (static_cast<int>(role)) {
    case QAccessible::Button:
        return QStringLiteral("button");
    case QAccessible::StaticText:
        return QStringLiteral("text");
    case QAccessible::Heading:
        return QStringLiteral("heading");
    case QAccessible::EditableText:
        return QStringLiteral("field");
    case QAccessible::CheckBox:
        return QStringLiteral("check");
    case QAccessible::RadioButton:
        return QStringLiteral("radio");
    case QAccessible::ListItem:
        return QStringLiteral("list-item");
    case QAccessible::List:
        return QStringLiteral("list");
    case QAccessible::Graphic:
        return QStringLiteral("picture");
    case QAccessible::Dialog:
        return QStringLiteral("dialog");
    case QAccessible::AlertMessage:
        return QStringLiteral("alert");
    case QAccessible::ProgressBar:
        return QStringLiteral("progress");
    case QAccessible::Link:
        return QStringLiteral("link");
    case QAccessible::Canvas:
        return QStringLiteral("canvas");
    case QAccessible::Grouping:
        return QStringLiteral("group");
    case QAccessible::Window:
        return QStringLiteral("window");
    case QAccessible::Client:
        return QStringLiteral("client");
    case QAccessible::Pane:
        return QStringLiteral("pane");
    default:
        return QStringLiteral("role-%1").arg(static_cast<int>(role));
    }
}

void collect(QAccessibleInterface *node, QPoint origin, QJsonArray &into, int depth)
{
    constexpr int deepest = 64;
    if (!node || !node->isValid() || depth > deepest) {
        return;
    }
    const QAccessible::State state = node->state();
    if (state.invisible) {
        return;
    }
    const QRect rect = node->rect().translated(-origin);
    const QString name = node->text(QAccessible::Name);
    if (!name.isEmpty() && rect.isValid()) {
        QJsonObject entry{{QStringLiteral("role"), roleText(node->role())},
                          {QStringLiteral("name"), name},
                          {QStringLiteral("rect"), QJsonArray{rect.x(), rect.y(), rect.width(), rect.height()}}};
        QJsonArray states;
        if (state.focused) {
            states.append(QStringLiteral("focused"));
        }
        if (state.checked) {
            states.append(QStringLiteral("checked"));
        }
        // Qt 6.4 does not say so of Qt Quick's items.
        const auto *item = qobject_cast<const QQuickItem *>(node->object());
        if (state.disabled || (item && !item->isEnabled())) {
            states.append(QStringLiteral("disabled"));
        }
        if (state.offscreen) {
            states.append(QStringLiteral("offscreen"));
        }
        entry.insert(QStringLiteral("states"), states);
        const QString value = node->text(QAccessible::Value);
        if (!value.isEmpty()) {
            entry.insert(QStringLiteral("value"), value);
        }
        into.append(entry);
    }
    const int children = node->childCount();
    for (int i = 0; i < children; ++i) {
        collect(node->child(i), origin, into, depth + 1);
    }
}

// Touches go the way of the window system, so that hit testing and grabs are the real ones. The class is part of QtGui.
class Finger : public QTest::QTouchEventSequence
{
public:
    explicit Finger(QQuickWindow &window) : QTouchEventSequence(&window, glass(), false) {}

private:
    static QPointingDevice *glass()
    {
        static QPointingDevice *device = QTest::createTouchDevice();
        return device;
    }
};

}  // namespace

void ScreenHand::whenDrawn(std::function<void()> seen)
{
    // A window that is covered or hidden draws nothing.
    constexpr std::chrono::seconds patience{1};
    auto *once = new QTimer(&m_window);
    once->setSingleShot(true);
    const auto look = [once, &window = m_window, seen = std::move(seen)] {
        window.disconnect(once);
        once->stop();
        once->deleteLater();
        seen();
    };
    QObject::connect(once, &QTimer::timeout, once, look);
    QObject::connect(&m_window, &QQuickWindow::frameSwapped, once, look);
    once->start(patience);
    m_window.update();
}

QJsonArray ScreenHand::nodes() const
{
    QAccessible::setActive(true);
    QJsonArray found;
    collect(QAccessible::queryAccessibleInterface(&m_window), m_window.position(), found, 0);
    return found;
}

void ScreenHand::touch(QPointF at)
{
    Finger(m_window).press(0, at.toPoint(), &m_window).commit(false);
    Finger(m_window).release(0, at.toPoint(), &m_window).commit(false);
}

void ScreenHand::stroke(const QVector<QPointF> &points, std::function<void()> done)
{
    if (points.isEmpty()) {
        done();
        return;
    }
    // One point a step of the event loop: moves that come faster than frames are merged, as on a real screen.
    constexpr int stepMs = 18;
    Finger(m_window).press(0, points.constFirst().toPoint(), &m_window).commit(false);
    auto *timer = new QTimer(&m_window);
    timer->setInterval(stepMs);
    auto at = std::make_shared<qsizetype>(1);
    QObject::connect(timer, &QTimer::timeout, &m_window,
                     [&window = m_window, points, at, timer, done = std::move(done)] {
                         if (*at < points.size()) {
                             Finger(window).move(0, points[(*at)++].toPoint(), &window).commit(false);
                             return;
                         }
                         Finger(window).release(0, points.constLast().toPoint(), &window).commit(false);
                         timer->deleteLater();
                         timer->stop();
                         done();
                     });
    timer->start();
}

Done ScreenHand::grab(const QString &pngPath) const
{
    const QImage picture = m_window.grabWindow();
    if (picture.isNull() || !picture.save(pngPath, "PNG")) {
        return fail(FaultCode::FileUnreadable, "no picture could be written to " + pngPath.toStdString());
    }
    return {};
}

}  // namespace hall
