// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of one material, once there are some: in which order they are handed in, which is taken anew, which goes.
// A page that was taken out lies beside the list until the list is left.
#include "app/session/session.h"

namespace hall {

void Session::showPageList()
{
    m_capture->stop();
    m_again = -1;
    m_fromList = false;
    setStage(QStringLiteral("page-list"));
    Q_EMIT captureChanged();
    Q_EMIT pageChanged();
}

void Session::leavePageList()
{
    forgetRemoved();
}

Session::MaterialTask *Session::listedTask()
{
    const bool shown = m_stage == QLatin1String("page-list") && !m_busy && m_materialIndex < m_materials.size();
    return shown ? &m_materials[m_materialIndex] : nullptr;
}

void Session::openPageList()
{
    if (m_stage != QLatin1String("scan") || m_busy || m_capture->state() == CaptureJob::State::Shot ||
        m_materialIndex >= m_materials.size() || m_materials[m_materialIndex].pages.isEmpty()) {
        return;
    }
    showPageList();
}

QVariantMap Session::pageList() const
{
    if (m_stage != QLatin1String("page-list") || m_materialIndex >= m_materials.size()) {
        return {};
    }
    const MaterialTask &task = m_materials[m_materialIndex];
    const ServiceMaterial &described = m_service->materials[task.index];
    QStringList images;
    for (const QString &key : task.images) {
        images.append(QStringLiteral("image://pages/") + key);
    }
    return {{QStringLiteral("title"), described.title.in(m_language)},
            {QStringLiteral("pages"), images},
            {QStringLiteral("least"), described.pagesLeast},
            {QStringLiteral("most"), described.pagesMost},
            {QStringLiteral("enough"), task.pages.size() >= described.pagesLeast},
            {QStringLiteral("full"), task.pages.size() >= described.pagesMost},
            {QStringLiteral("removed"), m_removed ? m_removed->place + 1 : 0}};
}

void Session::goOnFromList()
{
    MaterialTask *task = listedTask();
    if (!task || task->pages.size() < m_service->materials[task->index].pagesLeast) {
        return;
    }
    task->more = false;
    task->skipped = false;
    afterMaterial();
}

// Pages are handed in under their numbers.
void Session::pagesChanged(MaterialTask &task)
{
    for (qsizetype i = 0; i < task.pages.size(); ++i) {
        task.pages[i].page = static_cast<int>(i) + 1;
    }
    Q_EMIT captureChanged();
}

void Session::movePage(int page, int to)
{
    MaterialTask *task = listedTask();
    if (!task || page == to || page < 0 || to < 0 || page >= task->pages.size() || to >= task->pages.size()) {
        return;
    }
    task->pages.move(page, to);
    task->images.move(page, to);
    pagesChanged(*task);
}

void Session::removePage(int page)
{
    MaterialTask *task = listedTask();
    if (!task || page < 0 || page >= task->pages.size() ||
        task->pages.size() <= m_service->materials[task->index].pagesLeast) {
        return;
    }
    forgetRemoved();
    RemovedPage removed;
    removed.place = page;
    removed.page.pages = {task->pages.takeAt(page)};
    removed.page.images = {task->images.takeAt(page)};
    m_removed = removed;
    layReadingAside(removed.page.images.constFirst(), true);
    pagesChanged(*task);
}

void Session::putPageBack()
{
    MaterialTask *task = listedTask();
    if (!task || !m_removed) {
        return;
    }
    const qsizetype place = std::min<qsizetype>(m_removed->place, task->pages.size());
    task->pages.insert(place, m_removed->page.pages.constFirst());
    task->images.insert(place, m_removed->page.images.constFirst());
    m_removed.reset();
    layReadingAside(task->images[place], false);
    pagesChanged(*task);
}

void Session::forgetRemoved()
{
    if (m_removed) {
        RemovedPage gone = std::move(*m_removed);
        m_removed.reset();
        const QString image = gone.page.images.constFirst();
        dropPages(gone.page);
        forgetReadingOf(image);
    }
}

void Session::retakePage(int page)
{
    const MaterialTask *task = listedTask();
    if (!task || page < 0 || page >= task->pages.size()) {
        return;
    }
    m_capture->another();  // it may be the very sheet that lies there
    showMaterial(m_materialIndex);
    m_again = page;
    m_fromList = true;
    Q_EMIT captureChanged();
}

void Session::addPage()
{
    const MaterialTask *task = listedTask();
    if (!task || task->pages.size() >= m_service->materials[task->index].pagesMost) {
        return;
    }
    showMaterial(m_materialIndex);
    m_fromList = true;
    Q_EMIT captureChanged();
}

}  // namespace hall
