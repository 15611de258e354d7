// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are either wholly there after a power cut or not there at all.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>

namespace hall {

// tmp → write → fdatasync → rename → fsync of the folder. Mode 0600. StoreFull or StoreIo; the old file then stays.
[[nodiscard]] Done writeDurably(const QString &path, const QByteArray &bytes);
// Makes what was created, renamed or removed in a folder survive a power cut.
[[nodiscard]] Done syncFolder(const QString &folder);
// Makes a folder with mode 0700 and its parents.
[[nodiscard]] Done makeFolder(const QString &folder);
// Up to `max` bytes from `offset`. StoreNotFound when there is no such file.
[[nodiscard]] Result<QByteArray> readPart(const QString &path, qint64 offset, qint64 max);
// Fault of the last failed system call: ENOSPC and EDQUOT → StoreFull, else StoreIo.
[[nodiscard]] Fault faultOfErrno(const char *what);

}  // namespace hall
