// SPDX-License-Identifier: GPL-3.0-or-later
// A finger and a pair of eyes for demonstrations and tests: lists what is shown (roles, names and rectangles as
// assistive technology sees them), touches the glass at a point, draws a stroke, takes a picture. It can do nothing
// that a visitor's hand could not.
#pragma once

#include "app/domain/base/result.h"

#include <QJsonArray>
#include <QPointF>
#include <QVector>

#include <functional>

class QQuickWindow;

namespace hall {

class ScreenHand
{
public:
    explicit ScreenHand(QQuickWindow &window) : m_window(window) {}

    // Calls `seen` once what is now on its way to the glass has been drawn, within a second in any case. An item has
    // its place only then: before the first frame of a page, buttons lie on top of each other and of the bar below.
    void whenDrawn(std::function<void()> seen);
    // [{"role","name","rect":[x,y,w,h],"value","states":[…]}] of everything visible, in tree order. Where it was drawn,
    // if called from whenDrawn().
    [[nodiscard]] QJsonArray nodes() const;
    void touch(QPointF at);  // press and release
    // Press, move …, release, at a hand's pace; `done` afterwards.
    void stroke(const QVector<QPointF> &points, std::function<void()> done);
    [[nodiscard]] Done grab(const QString &pngPath) const;

private:
    QQuickWindow &m_window;
};

}  // namespace hall
