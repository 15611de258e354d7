// SPDX-License-Identifier: GPL-3.0-or-later
// The live picture of a calibration, with the corners that were found and the place that is asked for. Painted, because
// VideoOutput draws nothing with the software renderer.
#pragma once

#include "app/upkeep/calibrationdesk.h"

#include <QPointer>
#include <QQuickPaintedItem>

namespace hall {

class CalibrationView : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hall::CalibrationDesk *desk READ desk WRITE setDesk NOTIFY deskChanged)

public:
    explicit CalibrationView(QQuickItem *parent = nullptr);

    [[nodiscard]] CalibrationDesk *desk() const { return m_desk; }
    void setDesk(CalibrationDesk *desk);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void deskChanged();

private:
    QPointer<CalibrationDesk> m_desk;
};

}  // namespace hall
