@echo off
rem Draws a cluster's sheets together into ket-qua\tong-hop.xlsx.
rem Drop a cluster's folder on this icon. Works beside thidua.exe, or with thidua installed for Python.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "PYTHONUTF8=1"
set "THIDUA=%~dp0thidua.exe"
if not exist "%THIDUA%" set "THIDUA=thidua"
rem Names may hold the signs of this language: the command line is handed over unread.
setlocal EnableDelayedExpansion
set "THIDUA_DROPPED=!cmdcmdline!"
"!THIDUA!" --dropped consolidate
echo.
pause
rem Without this, what follows an ampersand in a name would be run.
exit
