# Installs the build BUILD, configuration CONFIG, into an empty STAGE.
file(REMOVE_RECURSE ${STAGE})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${STAGE} --config ${CONFIG}
                COMMAND_ERROR_IS_FATAL ANY)
