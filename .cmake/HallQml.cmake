# SPDX-License-Identifier: GPL-3.0-or-later
# How a QML module is declared: one static library per folder, its files embedded under :/qt/qml/<URI>.
# A program that shows modules names them with hall_uses_qml() and adds the import path "qrc:/qt/qml" to its engine.

# hall_qml_module(TARGET URI Hall.X QML files… [SINGLETONS files…] [SOURCES c++…] [RESOURCES files…] [IMPORTS uris…]
#                 [USES links…])
# SINGLETONS are QML files too; RESOURCES land beside them under icons/.
function(hall_qml_module target)
    cmake_parse_arguments(M "" "URI" "QML;SINGLETONS;SOURCES;RESOURCES;IMPORTS;USES" ${ARGN})
    string(REPLACE "." "/" folder ${M_URI})
    # Must be known before the module is declared (Qt 6.4).
    set_source_files_properties(${M_SINGLETONS} PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
    foreach(file IN LISTS M_RESOURCES)
        get_filename_component(name ${file} NAME)
        set_source_files_properties(${file} PROPERTIES QT_RESOURCE_ALIAS icons/${name})
    endforeach()
    # Compiling QML ahead of time pays at start-up and costs at every build: a Debug build does without.
    set(cache "")
    if(CMAKE_BUILD_TYPE STREQUAL "Debug")
        set(cache NO_CACHEGEN)
    endif()
    qt_add_library(${target} STATIC)
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    qt_add_qml_module(${target}
        URI ${M_URI}
        VERSION 1.0
        ${cache}
        RESOURCE_PREFIX /qt/qml
        OUTPUT_DIRECTORY ${QT_QML_OUTPUT_DIRECTORY}/${folder}
        DEPENDENCIES QtQuick
        IMPORTS ${M_IMPORTS}
        IMPORT_PATH ${QT_QML_OUTPUT_DIRECTORY}
        SOURCES ${M_SOURCES}
        QML_FILES ${M_SINGLETONS} ${M_QML}
        RESOURCES ${M_RESOURCES})
    # Generated registration code includes our headers by bare name.
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII)
    # Our warnings hold for our sources only; the generated cache sources do not keep to them.
    if(M_SOURCES)
        set_source_files_properties(${M_SOURCES} PROPERTIES COMPILE_OPTIONS
            "-Wall;-Wextra;-Wpedantic;-Wshadow;-Wswitch-enum;-Woverloaded-virtual;-Werror")
    endif()
    target_link_libraries(${target} PUBLIC Qt6::Quick ${M_USES})
    hall_precompiled(${target} qml)
    set_property(GLOBAL APPEND PROPERTY HALL_ROOMS ${target})

    # qmllint reads the built copies of this module and of those declared before it; let it wait for them.
    set_property(GLOBAL APPEND PROPERTY HALL_QML_MODULES ${target})
    get_property(modules GLOBAL PROPERTY HALL_QML_MODULES)
    foreach(module IN LISTS modules)
        foreach(made ${module}_copy_qml ${module}_qmltyperegistration)
            if(TARGET ${made} AND TARGET ${target}_qmllint)
                add_dependencies(${target}_qmllint ${made})
            endif()
        endforeach()
    endforeach()
endfunction()

# hall_uses_qml(PROGRAM modules…): links QML modules into a program, each with the plugin that registers its types.
function(hall_uses_qml program)
    foreach(module IN LISTS ARGN)
        target_link_libraries(${program} PRIVATE ${module} ${module}plugin)
    endforeach()
endfunction()
