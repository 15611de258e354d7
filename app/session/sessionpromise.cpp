// SPDX-License-Identifier: GPL-3.0-or-later
// Papers that do not come with the case: handed in later (容缺受理), or a promise in their place (告知承诺).
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

const QString promisePage = QStringLiteral("promise");

}  // namespace

bool Session::mayPromise() const
{
    return !m_services.promise.version.isEmpty();
}

// The letter by which somebody acts for another is seen before anything is handed in.
bool Session::isLetter(const ServiceMaterial &material) const
{
    return m_delegate.active && material.id == m_service->delegateLetter;
}

bool Session::promiseOffered(const MaterialTask &task) const
{
    const ServiceMaterial &described = m_service->materials[task.index];
    return task.required && task.pages.isEmpty() && mayBePromised(*m_service, described) && mayPromise();
}

// What the service allows to follow, and no longer than it says.
int Session::followDays(const MaterialTask &task) const
{
    const ServiceMaterial &described = m_service->materials[task.index];
    const bool enough = task.pages.size() >= described.pagesLeast;
    return task.required && !enough && !isLetter(described) ? described.followDays : 0;
}

std::optional<QDate> Session::dayWithin(int workdays) const
{
    const QDate day = today();
    const QDate from = m_transaction && day.isValid() ? m_transaction->submittedAt.toLocalTime().date() : day;
    return lastDay(m_services.catalogue->policies(), from, workdays);
}

QVariantMap Session::promise() const
{
    const bool known = m_service && m_materialIndex < m_materials.size();
    const QString title =
        known ? m_service->materials[m_materials[m_materialIndex].index].title.in(m_language) : QString();
    QStringList paragraphs;
    for (const LocalText &paragraph : m_services.promise.paragraphs) {
        const QString &text = paragraph.in(m_language);
        paragraphs.append(text.contains(QLatin1String("%1")) ? text.arg(title) : text);
    }
    return {{QStringLiteral("title"), title}, {QStringLiteral("paragraphs"), paragraphs}};
}

void Session::askPromise()
{
    if (m_stage == QLatin1String("scan") && !m_busy && promiseOffered(m_materials[m_materialIndex])) {
        setStage(promisePage);
        Q_EMIT captureChanged();
    }
}

void Session::givePromise()
{
    if (m_stage != promisePage || m_materialIndex >= m_materials.size()) {
        return;
    }
    MaterialTask &task = m_materials[m_materialIndex];
    task.promised = nowUtc(*m_services.clock);
    task.skipped = true;
    afterMaterial();
}

QVector<Commitment> Session::commitments() const
{
    QVector<Commitment> given;
    for (const MaterialTask &task : m_materials) {
        if (task.promised && task.pages.isEmpty()) {
            given.append({m_service->materials[task.index].id, m_services.promise.version, *task.promised});
        }
    }
    return given;
}

// What is still to be done at the window, each with its last day, and when the window is open.
QStringList Session::windowSteps() const
{
    const auto word = [this](const char *name) {
        return m_services.receiptWords.value(QLatin1String(name)).in(m_language);
    };
    const auto step = [&](const char *until, const char *within, int days, const QString &title) {
        const auto day = dayWithin(days);
        return day ? word(until).arg(day->toString(Qt::ISODate), title) : word(within).arg(days).arg(title);
    };
    QStringList steps;
    for (const MaterialTask &task : m_materials) {
        const ServiceMaterial &described = m_service->materials[task.index];
        const QString title = described.title.in(m_language);
        if (broughtLater(task)) {
            steps.append(described.followDays > 0 ? step("bring-until", "bring-within", described.followDays, title)
                                                  : word("bring").arg(title));
        }
        if (!task.pages.isEmpty() && described.original == OriginalCheck::Window) {
            steps.append(step("show-until", "show-within", described.originalDays, title));
        }
    }
    const QString &hours = m_services.hallHours.in(m_language);
    if (!steps.isEmpty() && !hours.isEmpty()) {
        steps.append(word("window-hours").arg(hours));
    }
    return steps;
}

}  // namespace hall
