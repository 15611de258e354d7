# SPDX-License-Identifier: GPL-3.0-or-later
# Which room may use which. One line per room; a link that is not listed stops the configuration.
# Transitive use is fine: the lists hold direct links only.

set(HALL_MAY_hall_base "")
set(HALL_MAY_hall_domain       hall_base Qt6::Core)
set(HALL_MAY_hall_catalogue    hall_domain Qt6::Core valijson)
set(HALL_MAY_hall_table        hall_base)
set(HALL_MAY_hall_table_child  hall_base hall_table Qt6::Core)
set(HALL_MAY_hall_recognition  hall_domain Qt6::Core Qt6::Gui opencv_core opencv_imgproc opencv_imgcodecs
    opencv_calib3d opencv_aruco opencv_dnn
    hall_tesseract PkgConfig::qpdf PkgConfig::zbar)
set(HALL_MAY_hall_protocol     hall_domain Qt6::Core PkgConfig::sodium OpenSSL::Crypto)
set(HALL_MAY_hall_regions      hall_device_core hall_protocol Qt6::Core)
set(HALL_MAY_hall_store        hall_domain hall_protocol Qt6::Core Qt6::Sql PkgConfig::sqlite3)
set(HALL_MAY_hall_sync         hall_store hall_protocol Qt6::Core Qt6::Network)
set(HALL_MAY_hall_receipt      hall_domain hall_device_core Qt6::Core Qt6::Gui PkgConfig::qrencode)
set(HALL_MAY_hall_assist       hall_base Qt6::Core Qt6::Qml Qt6::Multimedia)
set(HALL_MAY_hall_device_core      hall_base Threads::Threads)
set(HALL_MAY_hall_device_transport hall_device_core PkgConfig::pcsclite PkgConfig::libusb Threads::Threads)
set(HALL_MAY_hall_device_card      hall_device_core hall_device_transport)
set(HALL_MAY_hall_device_camera    hall_device_core hall_device_transport Qt6::Core Qt6::Gui Qt6::Multimedia)
set(HALL_MAY_hall_device_printer   hall_device_core hall_device_transport hall_cups)
set(HALL_MAY_hall_device_scanner   hall_device_core hall_device_transport)
set(HALL_MAY_hall_device_cabinet   hall_device_core hall_device_transport)
set(HALL_MAY_hall_device_holder    hall_device_core hall_device_transport)
set(HALL_MAY_hall_device_sim       hall_device_core hall_device_transport Qt6::Core Qt6::Gui PkgConfig::qrencode hall_cups)
set(HALL_MAY_hall_device_hub       hall_device_core hall_domain Qt6::Core Qt6::Gui)
set(HALL_MAY_hall_session      hall_domain hall_catalogue hall_recognition hall_receipt hall_store hall_protocol
    hall_table_child hall_device_hub Qt6::Core Qt6::Gui Qt6::Qml Qt6::Quick)
set(HALL_MAY_hall_upkeep       hall_domain hall_catalogue hall_store hall_sync hall_device_hub hall_recognition
    Qt6::Core Qt6::Gui Qt6::Qml Qt6::Quick PkgConfig::sodium)
set(HALL_MAY_hall_controls     hall_assist Qt6::Core Qt6::Gui Qt6::Qml Qt6::Quick)
set(HALL_MAY_hall_visitor      Qt6::Core Qt6::Qml Qt6::Quick)
set(HALL_MAY_hall_staff        Qt6::Core Qt6::Qml Qt6::Quick)
set(HALL_MAY_hall_shell        Qt6::Core Qt6::Qml Qt6::Quick)
# The dev dock knows a kiosk by its control socket alone.
set(HALL_MAY_hall_dock_client  hall_base Qt6::Core Qt6::Network Qt6::Qml Qt6::Quick)
set(HALL_MAY_hall_dock         Qt6::Core Qt6::Qml Qt6::Quick)
set(HALL_MAY_hall_gateway_core hall_domain hall_protocol hall_catalogue Qt6::Core Qt6::Sql PkgConfig::sqlite3 PkgConfig::httplib
    OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
# A municipal core as others would write it: nothing of ours.
set(HALL_MAY_hall_core_standin Qt6::Core PkgConfig::httplib Threads::Threads)

# A room's own warnings or plugin helpers that CMake or Qt add to LINK_LIBRARIES.
set(HALL_LAYERS_IGNORE "^(\\$<.*|.*_autogen.*|Qt6::QmlIntegration|Qt6::EntryPointPrivate|.*plugin)$")

function(hall_check_layers)
    get_property(rooms GLOBAL PROPERTY HALL_ROOMS)
    foreach(room IN LISTS rooms)
        if(NOT DEFINED HALL_MAY_${room})
            message(FATAL_ERROR "Layer check: room '${room}' is not listed in .cmake/HallLayers.cmake")
        endif()
        get_target_property(links ${room} LINK_LIBRARIES)
        if(NOT links)
            continue()
        endif()
        foreach(used IN LISTS links)
            if(used MATCHES "${HALL_LAYERS_IGNORE}" OR used IN_LIST HALL_MAY_${room})
                continue()
            endif()
            message(FATAL_ERROR "Layer check: '${room}' may not use '${used}'. Allowed: ${HALL_MAY_${room}}")
        endforeach()
    endforeach()
    list(LENGTH rooms count)
    message(STATUS "Layer check: ${count} rooms, every link allowed")
endfunction()

function(hall_check_layers_at_end)
    cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL hall_check_layers)
endfunction()
