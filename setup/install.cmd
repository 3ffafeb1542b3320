@echo off
rem Installs the program from this folder, without network: install.cmd [folder to install into]
setlocal EnableExtensions DisableDelayedExpansion
set "TARGET=%~1"
if not defined TARGET set "TARGET=%LOCALAPPDATA%\nuandang"
if not exist "%TARGET%\*" goto copy
if exist "%TARGET%\setup\install.cmd" goto copy
chcp 65001 >nul
type "%~dp0program\setup\folder-taken.txt"
exit /b 1

:copy
for %%D in (app db ui resources setup tests wheels) do if exist "%TARGET%\%%D" rmdir /s /q "%TARGET%\%%D"
robocopy "%~dp0program" "%TARGET%" /e /njh /njs /ndl /nfl /np >nul
if errorlevel 8 exit /b 1
call "%TARGET%\run.cmd" --setup-only
if errorlevel 1 exit /b 1
chcp 65001 >nul
type "%TARGET%\setup\installed.txt"
echo "%TARGET%\run.cmd"
