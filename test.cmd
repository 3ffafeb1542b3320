@echo off
rem Runs every check. Arguments go to pytest. The same as test, for Windows.
setlocal EnableExtensions DisableDelayedExpansion
call "%~dp0setup\start.cmd" dev requirements-dev.txt
if errorlevel 1 exit /b 1
set "PYTHONPATH=%ROOT%"
"%VENV_PYTHON%" -P -m setup checks %*
exit /b %errorlevel%
