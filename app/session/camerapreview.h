// SPDX-License-Identifier: GPL-3.0-or-later
// The live picture of the document camera with the outline of the page that was found. Painted, because VideoOutput
// draws nothing with the software renderer.
#pragma once

#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace hall {

class CaptureJob;

class CameraPreview : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT

public:
    explicit CameraPreview(QQuickItem *parent = nullptr);

    void componentComplete() override;  // finds the capture job of its engine's visit
    void paint(QPainter *painter) override;

private:
    QPointer<CaptureJob> m_job;
};

}  // namespace hall
