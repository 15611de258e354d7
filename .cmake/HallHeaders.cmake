# SPDX-License-Identifier: GPL-3.0-or-later
# Headers of other people's that most sources of a kind read, compiled once for all of them: a third to a half of what a
# source takes. Builds for the sanitizers and the fuzzers, and clang-tidy, go without, so that a source that leans on a
# header it does not name is found there.
option(HALL_PRECOMPILED "Compile common headers once" ON)

set(HALL_HEADERS_STD <algorithm> <array> <atomic> <chrono> <cmath> <condition_variable> <cstdio> <deque> <functional> <future>
    <map> <memory> <mutex> <optional> <random> <span> <string> <string_view> <thread> <unordered_map> <utility> <variant>
    <vector>)
set(HALL_HEADERS_QT ${HALL_HEADERS_STD} <QByteArray> <QDateTime> <QDir> <QFile> <QFuture> <QHash> <QJsonArray>
    <QJsonDocument> <QJsonObject> <QMap> <QObject> <QPointer> <QSet> <QString> <QStringList> <QTimer> <QVariant>)
set(HALL_HEADERS_CORE ${HALL_HEADERS_QT})
set(HALL_HEADERS_PLAINCORE ${HALL_HEADERS_QT})
set(HALL_HEADERS_TEST ${HALL_HEADERS_QT})
set(HALL_HEADERS_QML ${HALL_HEADERS_QT} <QColor> <QFont> <QQmlContext> <QUrl> <QVariantMap> <QtQml/qqmlprivate.h>)
set(HALL_HEADERS_VISION ${HALL_HEADERS_STD} <QByteArray> <QFile> <QJsonObject> <QString> <opencv2/core.hpp> <opencv2/imgproc.hpp>)

# hall_precompiled(TARGET KIND), KIND one of: std (no Qt), core (Qt, with the two definitions of hall_room's QT), plaincore
# (Qt without them), qml (modules), vision (OpenCV), test (a test's own source: not optimised as the product is). Targets of
# one kind share one file, so what decides how its headers are read must be the same in all of them; the compiler refuses
# a file that does not fit.
function(hall_precompiled target kind)
    if(NOT HALL_PRECOMPILED OR HALL_SANITIZE OR HALL_FUZZ OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        return()
    endif()
    set(keeper hall_headers_${kind})
    if(NOT TARGET ${keeper})
        file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/headers/${kind}.cpp CONTENT "// Nothing: its headers are what it is for.\n")
        add_library(${keeper} OBJECT ${CMAKE_BINARY_DIR}/headers/${kind}.cpp)
        if(kind STREQUAL "vision")
            target_link_libraries(${keeper} PRIVATE Qt6::Core opencv_core opencv_imgproc)
        elseif(kind STREQUAL "qml")
            target_link_libraries(${keeper} PRIVATE Qt6::Quick)
        elseif(kind STREQUAL "test")
            target_link_libraries(${keeper} PRIVATE Qt6::Core)  # what a test is told of its folders is its own
            target_compile_definitions(${keeper} PRIVATE QT_NO_KEYWORDS)
            hall_test_options(${keeper})
        elseif(NOT kind STREQUAL "std")
            target_link_libraries(${keeper} PRIVATE Qt6::Core)
        endif()
        if(kind MATCHES "^(core|qml)$")
            target_compile_definitions(${keeper} PRIVATE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII)
        endif()
        hall_warnings(${keeper})
        target_compile_options(${keeper} PRIVATE -fpch-preprocess)
        string(TOUPPER ${kind} upper)
        target_precompile_headers(${keeper} PRIVATE ${HALL_HEADERS_${upper}})
    endif()
    target_compile_options(${target} PRIVATE -fpch-preprocess)
    target_precompile_headers(${target} REUSE_FROM ${keeper})
    # moc's own file of a target is empty where its sources include what moc made, as tests do: reading the common headers
    # would be all that is compiled there.
    if(kind STREQUAL "test")
        set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/mocs_compilation.cpp PROPERTIES
            SKIP_PRECOMPILE_HEADERS ON)
    endif()
endfunction()
